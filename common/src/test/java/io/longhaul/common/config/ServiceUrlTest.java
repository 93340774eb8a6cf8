package io.longhaul.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceUrlTest {

    private static final List<String> SCHEMES =
            List.of("postgresql", "http", "https", "amqp", "amqps", "redis", "rediss");

    @Test
    void aUrlIsTakenApart() {
        ServiceUrl url = parse("postgresql://alice:secret@db.example:6543/orders?sslmode=require&tcpKeepAlive");

        assertThat(url.scheme()).isEqualTo("postgresql");
        assertThat(url.user()).contains("alice");
        assertThat(url.password()).contains(new Secret("secret"));
        assertThat(url.host()).isEqualTo("db.example");
        assertThat(url.port()).isEqualTo(6543);
        assertThat(url.path()).isEqualTo("orders");
        assertThat(url.options()).containsOnlyKeys("sslmode", "tcpKeepAlive").containsEntry("sslmode", "require");
        assertThat(url.address()).isEqualTo("db.example:6543");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://h, 5432",
        "amqp://h, 5672",
        "amqps://h, 5671",
        "redis://h, 6379",
        "rediss://h, 6379",
        "http://h, 8123",
        "https://h, 8443",
        "https://h:, 8443",
        "POSTGRESQL://h, 5432"
    })
    void aUrlWithoutAPortHasTheUsualOne(String text, int port) {
        assertThat(parse(text).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "a+b, a+b",
        "a%40b, a@b",
        "a%2Bb, a+b",
        "a%3Ab, a:b",
        "a:b:c, a:b:c",
        "a%2Fb%3Fc%23d, a/b?c#d",
        "a%25b, a%b",
        "%C3%A4, ä",
        "a$b&c=d;e, a$b&c=d;e"
    })
    void aPasswordMayHoldAnyCharacter(String written, String password) {
        assertThat(parse("postgresql://u:" + written + "@h/db").password()).contains(new Secret(password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://h/db", "postgresql://:@h/db", "postgresql://u@h/db", "postgresql://u:@h/db"})
    void aPasswordMayBeAbsent(String text) {
        assertThat(parse(text).password()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"redis://my_redis_1:6379/2, my_redis_1", "redis://[::1]/2, [::1]", "redis://10.0.0.7/2, 10.0.0.7"})
    void aHostMayBeANameOrAnAddress(String text, String host) {
        assertThat(parse(text).host()).isEqualTo(host);
        assertThat(parse(text).path()).isEqualTo("2");
    }

    @Test
    void theTextFormLeavesPasswordAndOptionsOut() {
        ServiceUrl url = parse("postgresql://alice:hunter2@h/db?password=hunter2");

        assertThat(url).hasToString("postgresql://alice@h:5432/db");
        assertThat(url.address() + url.password() + List.of(url)).doesNotContain("hunter2");
    }

    @Test
    void aUrlOfAnotherKindIsRefusedWithAnExample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceUrl.parse("mysql://h/db", List.of("postgresql")))
                .withMessage(
                        "begins with none of postgresql://; it looks like postgresql://user:password@host:5432/name");
    }

    @Test
    void aPortThatDoesNotExistIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("postgresql://h:65536/db"))
                .withMessage("has port 65536; ports are 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql:///db", "postgresql:db", "postgresql://u@/db", "postgresql://h1,h2/db"})
    void aUrlWithoutAHostIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessageStartingWith("names no host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:hunter2^x@h/db",
                "postgresql://u:hunter2 x@h/db",
                "postgresql://u:hunter2%zz@h/db",
                "postgresql://u:1/hunter2@h/db",
                "postgresql://u:1?hunter2@h/db",
                "postgresql://u:1#hunter2@h/db",
                "postgresql://u:hunter2@x@h/db",
                "u:hunter2@h/db",
                "hunter2:u@h/db",
                "hunter2"
            })
    void nothingThatIsSaidAboutAWrongUrlRepeatsThePassword(String text) {
        Throwable wrong = catchThrowable(() -> parse(text));

        assertThat(wrong).isInstanceOf(IllegalArgumentException.class);
        StringWriter trace = new StringWriter();
        wrong.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain("hunter2");
    }

    private static ServiceUrl parse(String text) {
        return ServiceUrl.parse(text, SCHEMES);
    }
}
