package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Slice;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import io.longhaul.worker.target.clickhouse.ClickHouseByHand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row that is in no slice is lost, and one that is in two is doubled. */
class KeyRangesIT {

    private static final long ROWS = 200_000;
    private static final long AIM = 20_000;

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.CLICKHOUSE);

    @AutoClose
    private final ClickHouseByHand clickHouse = new ClickHouseByHand(services.freshClickHouseUrl());

    private void table(String columns, String key, String values) {
        clickHouse.sql("CREATE TABLE t (%s) ENGINE = MergeTree ORDER BY (%s) SETTINGS allow_nullable_key = 1"
                .formatted(columns, key));
        clickHouse.sql("INSERT INTO t SELECT %s FROM numbers(%d) SETTINGS min_insert_block_size_rows = 1000000"
                .formatted(values, ROWS));
        clickHouse.sql("OPTIMIZE TABLE t FINAL");
    }

    private List<Slice> cut() throws InterruptedException {
        return cut(new Slice(List.of("all"), 0, Long.MAX_VALUE / 4, Optional.empty(), ROWS), AIM);
    }

    private List<Slice> cut(Slice slice, long aim) throws InterruptedException {
        TableFacts facts = TableFacts.find(clickHouse.target::rows, "t").orElseThrow();
        return new KeyRanges(clickHouse.target::rows, clickHouse.target::quoted, facts).cut(slice, aim);
    }

    private long count(String where) {
        return Long.parseLong(clickHouse.value("SELECT count() FROM t WHERE " + where));
    }

    private void requireEachRowOnce(List<Slice> slices) {
        String times =
                slices.stream().map(slice -> "(" + Literal.where(slice) + ")").collect(Collectors.joining(" + "));
        assertThat(count("%s = 1".formatted(times))).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "the first column tells rows apart | a UInt32, b String | a, b | number, 'x'",
                "all rows have the same first value | a UInt32, b UInt64 | a, b | 1, number",
                "one value has most rows | a UInt32, b Date | a, b | if(number % 10 < 8, 5, number % 10), toDate('2020-01-01') + number % 3000",
                "an expression comes second | a UInt32, t DateTime64(6) | a, toDate(t) | 1, toDateTime64('2025-01-01 00:00:00', 6) + number * 60",
                "the same second value too | a UInt32, b UInt32, c UInt64 | a, b, c | 1, 2, cityHash64(number)",
                "texts that need care | a LowCardinality(String), b String | a, b | ['it''s', 'back\\\\\\\\slash', ''][number % 3 + 1], concat(repeat('''', number % 4), toString(number))",
                "names that need quotes | a UInt8, `b c` DateTime | a, toHour(`b c`), `b c` | 1, toDateTime('2025-01-01 00:00:00') + number",
                "bytes that are no text | a UInt8, b FixedString(8), c String | a, b, c | 1, reinterpretAsFixedString(cityHash64(number)), unhex('C030')",
                "bytes of any length | a String | a | unhex(substring(hex(cityHash64(number)), 1, 2 + 2 * (number % 8)))",
                "an hour that is there twice | a UInt8, t DateTime('Europe/Berlin') | a, t | 1, toDateTime(1729980000 + number % 20000, 'Europe/Berlin')",
                "the same in microseconds | t DateTime64(6, 'Europe/Berlin') | t | toDateTime64(1729980000 + number / 10, 6, 'Europe/Berlin')",
                "an expression of several words | a UInt8, b UInt32 | a = 1 OR b % 7 > 3, b | 0, number",
                "uuids | a UInt8, b UUID | a, b | 0, reinterpretAsUUID(sipHash128(number))"
            })
    void everyRowIsInOneSlice(String name, String columns, String key, String values) throws InterruptedException {
        table(columns, key, values);

        List<Slice> slices = cut();

        requireEachRowOnce(slices);
        assertThat(slices)
                .as(name)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(slice -> assertThat(count(Literal.where(slice))).isLessThanOrEqualTo(2 * AIM + 8192));

        Slice largest = slices.stream()
                .max(Comparator.comparingLong(slice -> count(Literal.where(slice))))
                .orElseThrow();
        List<Slice> smaller = new ArrayList<>(slices);
        smaller.remove(largest);
        List<Slice> instead = cut(largest, largest.rows() * 2 / 5);
        smaller.addAll(instead);

        assertThat(instead).as("cut once more").hasSizeGreaterThanOrEqualTo(2);
        requireEachRowOnce(smaller);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a Nullable(UInt32) | a | if(number % 2, NULL, number)",
                "a Float64 | a | if(number % 2, nan, number)",
                "a UInt32 | a | 1",
                "a UInt32 | tuple() | number"
            })
    void whatTheKeyDoesNotTellApartStaysTogether(String columns, String key, String values)
            throws InterruptedException {
        table(columns, key, values);

        List<Slice> slices = cut();

        requireEachRowOnce(slices);
        assertThat(slices).hasSize(1);
    }

    /** A slice that reads all granules of its part is no slice. */
    @Test
    void theIndexFindsASliceByTheSecondColumn() throws InterruptedException {
        table("a UInt32, b UInt64", "a, b", "1, number");

        String explained = clickHouse
                .target
                .rows(
                        "EXPLAIN indexes = 1 SELECT * FROM t WHERE "
                                + cut().get(3).keys().orElseThrow(),
                        Map.of())
                .stream()
                .map(row -> row.getOrDefault("explain", "").strip())
                .filter(line -> line.startsWith("Granules:"))
                .reduce((earlier, later) -> later)
                .orElseThrow();

        int read = Integer.parseInt(explained.replaceAll("Granules: (\\d+)/\\d+", "$1"));
        int all = Integer.parseInt(explained.replaceAll("Granules: \\d+/(\\d+)", "$1"));
        assertThat(read).isLessThan(all / 3);
    }
}
