package io.longhaul.common.gate;

import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.common.version.Version;
import java.util.List;

/**
 * The gate for a product's own start-up: whether all is done that must be done before a version of it works on the
 * data. Looks once, with time-outs of a few seconds, keeps nothing open, and never throws.
 */
public final class UpgradeGate {

    private UpgradeGate() {}

    /**
     * Looks.
     *
     * @param postgresUrl where Longhaul keeps the truth: {@code postgresql://user:password@host:5432/database}
     * @param version of the product that is about to start, such as {@code 1.48.0}
     */
    public static Look look(String postgresUrl, String version) {
        try {
            ServiceUrl url;
            try {
                url = ServiceUrl.parse(postgresUrl, List.of("postgresql", "postgres"));
            } catch (IllegalArgumentException wrong) {
                return new Look.Unknown(Cause.USAGE, "the URL of PostgreSQL " + wrong.getMessage());
            }
            if (!Version.isValid(version)) {
                return new Look.Unknown(
                        Cause.USAGE,
                        "the version is '%s'; write all three numbers of a version, such as 1.48.0".formatted(version));
            }
            return look(url, new Version(version));
        } catch (ConfigurationInvalid wrong) {
            return new Look.Unknown(Cause.USAGE, String.join("; ", wrong.problems()));
        } catch (StoreUnavailable away) {
            return new Look.Unknown(Cause.AWAY, String.valueOf(away.getMessage()));
        } catch (RuntimeException | LinkageError mistake) {
            return new Look.Unknown(Cause.MISTAKE, "a mistake in Longhaul: " + mistake);
        }
    }

    private static Look look(ServiceUrl url, Version version) {
        try (JdbiStore store = JdbiStore.brief(url, Timers.DEFAULTS, "longhaul gate")) {
            if (!store.hasTables()) {
                return new Look.NeverStarted();
            }
            RunSearch search = store.search();
            return new Look.Known(Gate.look(search.overview(), search.vitals().application(), version));
        }
    }

    /** What came of looking. */
    public sealed interface Look {

        /** Whether the version may work on the data; false also where nobody knows. */
        boolean isOpen();

        /** One sentence for a log. */
        String sentence();

        /** The report. */
        record Known(GateReport report) implements Look {

            @Override
            public boolean isOpen() {
                return report.isOpen();
            }

            @Override
            public String sentence() {
                return Sentences.of(report);
            }
        }

        /**
         * The database has no tables of Longhaul: no worker was ever started on it. Whether that is a fresh
         * installation or the wrong database, only the product can know; open, because a fresh installation is never
         * blocked.
         */
        record NeverStarted() implements Look {

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public String sentence() {
                return "Longhaul was never started on this database: nothing is known to be due";
            }
        }

        /**
         * Nobody knows.
         *
         * @param cause what is wrong
         * @param sentence the same for people, without secrets
         */
        record Unknown(Cause cause, String sentence) implements Look {

            @Override
            public boolean isOpen() {
                return false;
            }
        }
    }

    /** Why nobody knows. */
    public enum Cause {
        /** The URL or the version is wrong. */
        USAGE,
        /** PostgreSQL cannot be reached, refuses us, or broke off. */
        AWAY,
        /** Of ours. */
        MISTAKE
    }
}
