package io.longhaul.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.JavaMigration;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A jar with one migration, as an author's build makes it: compiled against our classes, and named as a service. */
final class CompiledJar {

    private CompiledJar() {}

    /** {@code source} is that of the public class {@code className}, in no package. */
    static void write(Path jar, String className, String source) throws IOException {
        Path classes = Files.createTempDirectory("classes");
        compile(className, source, classes);
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.list(classes)) {
            add(zip, "META-INF/services/" + JavaMigration.class.getName(), className.getBytes(StandardCharsets.UTF_8));
            for (Path file : files.sorted().toList()) {
                add(zip, String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static void compile(String className, String source, Path classes) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///%s.java".formatted(className)), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            assertThat(compiler.getTask(null, files, null, options, null, List.of(file))
                            .call())
                    .isTrue();
        }
    }
}
