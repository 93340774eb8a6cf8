package io.longhaul.worker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Failure;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionCheckTest {

    private static final VersionRange RANGE =
            new VersionRange(Optional.of(new Version("1.45.0")), Optional.of(new Version("1.47.9")));

    @Test
    void aVersionInTheRangeIsAllowed() {
        assertThat(VersionCheck.failure(RANGE, version("1.45.0"))).isEmpty();
        assertThat(VersionCheck.failure(RANGE, version("1.47.9"))).isEmpty();
    }

    @Test
    void whatIsForLaterVersionsIsFuture() {
        assertThat(said(RANGE, version("1.44.2")))
                .isEqualTo("future: it is for versions 1.45.0 to 1.47.9 of the application, and this is 1.44.2");
    }

    @Test
    void whatIsForEarlierVersionsComesTooLate() {
        VersionRange range = new VersionRange(Optional.empty(), Optional.of(new Version("1.47.9")));

        assertThat(said(range, version("1.48.0")))
                .isEqualTo("too late: the application has moved past it;"
                        + " it is for versions up to 1.47.9 of the application, and this is 1.48.0");
    }

    @Test
    void aRangeCannotBeJudgedWhileTheVersionIsNotKnown() {
        assertThat(said(RANGE, Optional.empty()))
                .isEqualTo("it is for versions 1.45.0 to 1.47.9 of the application, and this worker does not know"
                        + " which that is; set LONGHAUL_APP_VERSION and start it again");
    }

    @Test
    void whoHasNoRangeNeedsNoVersion() {
        assertThat(VersionCheck.failure(VersionRange.ANY, Optional.empty())).isEmpty();
        assertThat(VersionCheck.failure(VersionRange.ANY, version("0.0.1"))).isEmpty();
    }

    private static String said(VersionRange range, Optional<Version> application) {
        return VersionCheck.failure(range, application).map(Failure::message).orElse("");
    }

    private static Optional<Version> version(String text) {
        return Optional.of(new Version(text));
    }
}
