package io.longhaul.common.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AfterOrderTest {

    @Test
    void eachComesAfterWhatItComesAfterAndOtherwiseById() {
        assertThat(order(Map.of("0001", List.of("0009"), "0009", List.of("0005")), "0001", "0002", "0005", "0009"))
                .containsExactly("0005", "0009", "0001", "0002");
    }

    @Test
    void whatIsNotWantedStillOrdersWhatIs() {
        assertThat(order(Map.of("0001", List.of("0009"), "0009", List.of("0005")), "0001", "0005"))
                .containsExactly("0005", "0001");
    }

    @Test
    void aCircleComesToAnEnd() {
        assertThat(order(Map.of("0001", List.of("0002"), "0002", List.of("0001")), "0001", "0002"))
                .containsExactlyInAnyOrder("0001", "0002");
    }

    private static List<String> order(Map<String, List<String>> after, String... wanted) {
        return AfterOrder.of(ids(List.of(wanted)), id -> ids(after.getOrDefault(id.value(), List.of()))).stream()
                .map(MigrationId::value)
                .toList();
    }

    private static List<MigrationId> ids(List<String> values) {
        return values.stream().map(MigrationId::new).toList();
    }
}
