package io.longhaul.common.run;

/** Which way a run goes through its plan. */
public enum Direction {
    FORWARD,
    BACKWARD
}
