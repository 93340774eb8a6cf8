package io.longhaul.common.config;

import java.util.List;

/** What a program was told from outside will not do; each problem is a sentence that begins with the setting's name. */
public final class ConfigurationInvalid extends RuntimeException {

    private final transient List<String> problems;

    public ConfigurationInvalid(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
