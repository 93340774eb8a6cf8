package io.longhaul.dispatcher.cli;

import picocli.CommandLine.Option;

/** The option that every command has that prints data. */
final class Output {

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "'table' for people (preset) or 'json' for programs, whose keys are stable.")
    private Format format = Format.TABLE;

    boolean isJson() {
        return format == Format.JSON;
    }

    enum Format {
        TABLE,
        JSON
    }
}
