package io.longhaul.local.service;

import io.longhaul.local.process.Lifetime;
import java.nio.file.Path;

/** The services that Longhaul needs around it. */
public enum Kind {
    POSTGRES {
        @Override
        public Service in(Path parent, Lifetime lifetime) {
            return new PrivatePostgres(parent, lifetime);
        }
    },
    RABBIT {
        @Override
        public Service in(Path parent, Lifetime lifetime) {
            return new PrivateRabbit(parent, lifetime);
        }
    },
    REDIS {
        @Override
        public Service in(Path parent, Lifetime lifetime) {
            return new PrivateRedis(parent, lifetime);
        }
    },
    CLICKHOUSE {
        @Override
        public Service in(Path parent, Lifetime lifetime) {
            return new PrivateClickHouse(parent, lifetime);
        }
    };

    /** The private service of this kind below the directory: as it was left there, or new and not started. */
    public abstract Service in(Path parent, Lifetime lifetime);
}
