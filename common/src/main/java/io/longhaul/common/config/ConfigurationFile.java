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
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Finds the settings: environment variables, and beneath them the YAML file that {@code LONGHAUL_CONFIG} names, in
 * which {@code postgres: {url: …}} stands for {@code LONGHAUL_POSTGRES_URL}. The environment wins.
 */
public final class ConfigurationFile {

    private static final String PREFIX = "LONGHAUL_";

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
            flatten(PREFIX, new YAMLMapper().readTree(Files.readString(file)), found, problems);
        } catch (IOException | UncheckedIOException unreadable) {
            problems.add("LONGHAUL_CONFIG names %s, which cannot be read".formatted(file));
        } catch (JacksonException notYaml) {
            problems.add(
                    "LONGHAUL_CONFIG names %s, which is not YAML: %s".formatted(file, notYaml.getOriginalMessage()));
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
                found.put(name, value.asString());
            } else {
                problems.add("%s, from LONGHAUL_CONFIG, is not a setting; those are %s"
                        .formatted(name, String.join(", ", Configuration.NAMES)));
            }
        });
    }
}
