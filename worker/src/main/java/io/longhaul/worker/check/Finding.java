package io.longhaul.worker.check;

import io.longhaul.common.run.Failure;
import java.util.Optional;

/**
 * What a check has found.
 *
 * @param words for people, such as {@code free disk is 412.0 GiB, needed is at least 10.0 GiB}
 * @param failure why it says no; empty when it says yes
 */
public record Finding(String words, Optional<Failure> failure) {

    static Finding yes(String words) {
        return new Finding(words, Optional.empty());
    }

    static Finding no(String code, String words) {
        return new Finding(words, Optional.of(new Failure("check", code, words)));
    }
}
