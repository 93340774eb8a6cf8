package io.longhaul.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.longhaul.local.junit.LocalServices;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class PrivateServicesIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.POSTGRES, Kind.RABBIT, Kind.REDIS);

    @Test
    void postgresKeepsWhatWasCommittedOverAKill() throws Exception {
        String url = services.freshPostgresUrl();
        execute(url, "CREATE TABLE kept AS SELECT 42 AS answer");

        services.postgres().restart();

        assertThat(query(url, "SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void postgresLivesInATimeZoneThatIsNotUtc() throws Exception {
        assertThat(query(services.postgres().url(), "SHOW timezone")).isEqualTo("Pacific/Chatham");
    }

    @Test
    void rabbitKeepsADurableMessageOverAKill() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(services.freshRabbitUrl());
        var before = factory.newConnection();
        var publishing = before.createChannel();
        publishing.queueDeclare("kept", true, false, false, null);
        publishing.confirmSelect();
        publishing.basicPublish("", "kept", MessageProperties.PERSISTENT_TEXT_PLAIN, new byte[] {42});
        publishing.waitForConfirmsOrDie(5000);
        services.rabbit().kill();
        // Unlike close, it throws at no moment at which the client may notice the kill.
        before.abort();
        assertThat(services.rabbit().isRunning()).isFalse();

        services.rabbit().start();

        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            assertThat(channel.basicGet("kept", true).getBody()).containsExactly(42);
        }
    }

    @Test
    void theDefaultVirtualHostIsInTheAddress() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(services.rabbit().url());
        assertThat(factory.getVirtualHost()).isEqualTo("/");
        factory.newConnection().close();
    }

    @Test
    void aFrozenRedisAnswersAgainWhenThawed() {
        int port = URI.create(services.redis().url()).getPort();

        services.redis().freeze();
        assertThat(Greeting.of(port, "PING\r\n")).isEmpty();
        services.redis().thaw();

        assertThat(Greeting.of(port, "PING\r\n")).startsWith("+PONG");
    }

    @Test
    void aKilledRedisComesBackOnItsPort() {
        String before = services.redis().url();
        long pid = services.redis().pid();

        services.redis().restart();

        assertThat(services.redis().url()).isEqualTo(before);
        assertThat(services.redis().pid()).isNotEqualTo(pid);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbc(url));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbc(url));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String jdbc(String url) {
        URI uri = URI.create(url);
        String[] account = uri.getUserInfo().split(":", 2);
        return "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
                .formatted(uri.getHost(), uri.getPort(), uri.getPath(), account[0], account[1]);
    }
}
