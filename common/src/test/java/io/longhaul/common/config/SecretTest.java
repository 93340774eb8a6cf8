package io.longhaul.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void aSecretIsNeverPrinted() {
        Secret secret = new Secret("hunter2");

        assertThat(secret).hasToString("***");
        assertThat("%s %s".formatted(Optional.of(secret), List.of(secret))).doesNotContain("hunter2");
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }
}
