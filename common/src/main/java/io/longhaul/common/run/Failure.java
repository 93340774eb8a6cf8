package io.longhaul.common.run;

/**
 * Why something did not work.
 *
 * @param source who said so: {@code clickhouse}, {@code check}, {@code longhaul}
 * @param code the source's own code, such as ClickHouse's {@code 394}; a short word where it has none
 * @param message one or more sentences, as the source put them
 */
public record Failure(String source, String code, String message) {

    @Override
    public String toString() {
        return "%s %s: %s".formatted(source, code, message);
    }
}
