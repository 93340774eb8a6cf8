package io.longhaul.common.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Finds the settings: environment variables, and beneath them the YAML file that {@code LONGHAUL_CONFIG} names, in
 * which {@code postgres: {url: …}} stands for {@code LONGHAUL_POSTGRES_URL}. The environment wins.
 */
public final class ConfigurationFile {

    private static final String PREFIX = "LONGHAUL_";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigurationFile() {}

    /** Throws {@link ConfigurationInvalid} when the file cannot be read or has a key that means nothing. */
    public static Configuration load(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        String file = environment.get(PREFIX + "CONFIG");
        if (file != null && !file.isBlank()) {
            values.putAll(read(Path.of(file)));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                values.put(name, value);
            }
        });
        return new Configuration(values);
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> found = new HashMap<>();
        List<String> problems = new ArrayList<>();
        try {
            JsonNode root = YAML.readTree(Files.readString(file));
            if (root.isObject()) {
                flatten(PREFIX, root, found, problems);
            } else if (!root.isMissingNode() && !root.isNull()) {
                problems.add("LONGHAUL_CONFIG names %s, which is not a list of keys and values".formatted(file));
            }
        } catch (IOException | UncheckedIOException unreadable) {
            problems.add("LONGHAUL_CONFIG names %s, which cannot be read".formatted(file));
        } catch (JacksonException notYaml) {
            // Only where, not what: the parser's own words repeat the line, and with it perhaps a password.
            problems.add("LONGHAUL_CONFIG names %s, which is not YAML at line %d, column %d"
                    .formatted(
                            file,
                            notYaml.getLocation().getLineNr(),
                            notYaml.getLocation().getColumnNr()));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationInvalid(problems);
        }
        return found;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> found, List<String> problems) {
        node.forEachEntry((key, value) -> {
            String name = prefix + key.toUpperCase(Locale.ROOT).replace('-', '_');
            if (value.isObject()) {
                flatten(name + "_", value, found, problems);
            } else if (Configuration.NAMES.contains(name)) {
                if (value.isString()) {
                    found.put(name, value.stringValue());
                } else if (!value.isNull()) {
                    // YAML reads 1.50 as 1.5, which is another version.
                    problems.add("%s, from LONGHAUL_CONFIG, is not text: put it in quotes".formatted(name));
                }
            } else {
                problems.add("%s, from LONGHAUL_CONFIG, is not a setting; those are %s"
                        .formatted(name, String.join(", ", Configuration.NAMES)));
            }
        });
    }
}
