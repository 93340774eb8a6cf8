package io.longhaul.local.front.chdb;

/** What a statement gave, and what it read and wrote. */
@SuppressWarnings("ArrayRecordComponent") // Handed through once, never compared.
public record Result(
        byte[] body, long readRows, long readBytes, long writtenRows, long writtenBytes, long resultRows) {}
