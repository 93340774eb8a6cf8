package io.longhaul.acceptance.bench;

import java.io.IOException;
import java.sql.SQLException;

/** Measures one promise. */
interface Benchmark {

    /** What people choose it by. */
    String name();

    void measure(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException;
}
