package io.longhaul.common.board.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.longhaul.common.board.Task;
import io.longhaul.common.board.TaskReader.BoardUnavailable;
import io.longhaul.common.board.TaskReader.PostedTask;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.redisson.RedisCli;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class RedissonTaskBoardIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.REDIS);

    private static final String RECORD = TaskRecord.KEY + Runs.ID;

    private RedisCli cli;
    private RedissonConnection redis;
    private RedissonTaskBoard board;
    private RedissonTaskReader reader;

    @BeforeEach
    void open() {
        ServiceUrl url = ServiceUrl.parse(services.freshRedisUrl(), List.of("redis"));
        cli = new RedisCli(url);
        redis = new RedissonConnection(url, Timers.FASTEST, System::nanoTime);
        board = new RedissonTaskBoard(redis);
        reader = new RedissonTaskReader(redis);
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aPostingIsReadableTextInBothPlaces() {
        Task task = Task.of(Runs.version(3, 41));

        Posting.post(board, task);

        assertThat(cli.say("GET", RECORD)).isEqualTo(TaskRecord.json(task));
        assertThat(cli.say("HGETALL", "longhaul:runs"))
                .isEqualTo(Runs.MIGRATION + System.lineSeparator() + RunLine.json(task));
        assertThat(Duration.ofSeconds(cli.number("TTL", RECORD))).isBetween(Duration.ofDays(6), Duration.ofDays(7));
    }

    @Test
    void aWorkerThatWasTakenOverCannotMakeTheBoardLie() {
        Posting.post(board, Task.of(Runs.version(4, 50)));

        Posting.post(board, Task.of(Runs.version(3, 90)));
        Posting.post(board, Task.of(Runs.version(4, 49)));

        assertThat(versionInRecord()).containsExactly(4, 50);
        assertThat(versionInLine()).containsExactly(4, 50);
    }

    @Test
    void theSameVersionMayBePostedAgainWithNewDetails() {
        Posting.post(board, Task.of(Runs.version(4, 50)));

        QueryId query = QueryId.of(Runs.ID, 2, 37, new Epoch(4));
        Posting.post(
                board, new Task(Runs.version(4, 50), Optional.of("copy 202403"), Optional.of(query), Optional.empty()));

        assertThat(json(cli.say("GET", RECORD)).at("/result/query_id").asString())
                .isEqualTo(query.value());
    }

    @Test
    void theHashShowsTheLatestRunOfAMigration() {
        RunId second = RunId.parse("00000000-0000-0000-0000-000000000002");
        Posting.post(board, Task.of(Runs.run(second, RunState.QUEUED, 0, 1, Runs.ASKED.plusMillis(1))));

        Posting.post(board, Task.of(Runs.run(Runs.ID, RunState.ROLLED_BACK, 9, 900, Runs.ASKED)));

        assertThat(reader.tasks()).extracting(PostedTask::id).containsExactly(second.toString());
        assertThat(versionInRecord()).containsExactly(9, 900);
    }

    @Test
    void whatSomebodyBrokeByHandIsWrittenAnew() {
        cli.say("SET", RECORD, "{\"result\": [");
        cli.say("HSET", RunLine.KEY, Runs.MIGRATION.value(), "{\"epoch\": \"soon\", \"askedAt\": null}");

        Posting.post(board, Task.of(Runs.version(1, 1)));

        assertThat(versionInRecord()).containsExactly(1, 1);
        assertThat(versionInLine()).containsExactly(1, 1);
    }

    @Test
    void ofManyWhoPostAtOnceTheHighestVersionStays() throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        LongStream.rangeClosed(1, 10)
                .forEach(epoch -> LongStream.rangeClosed(1, 40)
                        .forEach(beat -> tasks.add(Task.of(Runs.version(epoch, epoch * 100 - beat)))));
        Collections.shuffle(tasks, new Random(20));
        ExecutorService workers = Executors.newFixedThreadPool(8);

        tasks.forEach(task -> workers.execute(() -> Posting.post(board, task)));
        workers.shutdown();

        assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(versionInRecord()).containsExactly(10, 999);
        assertThat(versionInLine()).containsExactly(10, 999);
    }

    @Test
    void theReaderShowsWhatRedisHas() {
        QueryId query = QueryId.of(Runs.ID, 2, 37, new Epoch(3));
        Task task = new Task(Runs.version(3, 41), Optional.of("copy 202403"), Optional.of(query), Optional.empty());
        Posting.post(board, task);

        assertThat(reader.tasks())
                .containsExactly(new PostedTask(
                        Runs.ID.toString(),
                        Runs.MIGRATION.value(),
                        "STARTED",
                        "RUNNING",
                        "w-7f3",
                        query.value(),
                        "41",
                        "2026-03-03T03:00:00.500000Z",
                        TaskRecord.json(task)));
    }

    @Test
    void theReaderStandsAnEmptyBoardAndABrokenOne() {
        assertThat(reader.tasks()).isEmpty();

        cli.say("HSET", RunLine.KEY, "0001_broken", "hello");

        assertThat(reader.tasks()).containsExactly(new PostedTask("", "0001_broken", "", "", "", "", "", "", ""));
    }

    @Test
    void aRedisThatIsAwayLosesThePostingAndTellsTheReader() {
        ServiceUrl nobody = ServiceUrl.parse("redis://127.0.0.1:1/0", List.of("redis"));
        try (RedissonConnection away = new RedissonConnection(nobody, Timers.FASTEST, System::nanoTime)) {
            assertThat(new RedissonTaskBoard(away).post(Task.of(Runs.version(1, 1))))
                    .isFalse();
            assertThatExceptionOfType(BoardUnavailable.class)
                    .isThrownBy(() -> new RedissonTaskReader(away).tasks())
                    .withMessageContaining("cannot be read: Connection refused");
        }
    }

    private List<Integer> versionInRecord() {
        JsonNode result = json(cli.say("GET", RECORD)).path("result");
        return List.of(result.path("epoch").asInt(), result.path("sequence").asInt());
    }

    private List<Integer> versionInLine() {
        JsonNode line = json(cli.say("HGET", RunLine.KEY, Runs.MIGRATION.value()));
        return List.of(line.path("epoch").asInt(), line.path("sequence").asInt());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
