package io.longhaul.common.run;

/**
 * A worker's hold on a run. Every write of the worker carries it and does nothing when the epoch has moved on.
 *
 * @param run what is held
 * @param epoch in which
 * @param worker by whom
 */
public record Hold(RunId run, Epoch epoch, WorkerId worker) {}
