package io.longhaul.common.run;

import java.time.Duration;

/**
 * How the healthchecks of a run were last found.
 *
 * @param words one line for people
 * @param age since the oldest of these looks
 */
public record Health(String words, Duration age) {}
