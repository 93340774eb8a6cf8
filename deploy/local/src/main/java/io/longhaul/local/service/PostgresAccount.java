package io.longhaul.local.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;

/** The account that PostgreSQL's programs run under: ours, or postgres where we are root. */
final class PostgresAccount {

    private static final String POSTGRES = "postgres";

    private final boolean root;

    private PostgresAccount(boolean root) {
        this.root = root;
    }

    static PostgresAccount ofThisUser() {
        return new PostgresAccount("root".equals(System.getProperty("user.name")));
    }

    /** What has to stand before a command. */
    List<String> prefix() {
        return root
                ? List.of("setpriv", "--reuid=" + POSTGRES, "--regid=" + POSTGRES, "--init-groups", "--")
                : List.of();
    }

    /** Gives the path to the account, and says so if the account could not go there. */
    void own(Path path) {
        if (!root) {
            return;
        }
        try {
            UserPrincipal owner =
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(POSTGRES);
            Files.setOwner(path, owner);
            for (Path above = path.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
                if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    throw new IllegalStateException("PostgreSQL runs as user postgres, which may not go below " + above
                            + ": choose another directory, for example below /var/tmp");
                }
            }
        } catch (UserPrincipalNotFoundException e) {
            throw new MissingPrerequisite("user postgres", "apt-get install postgresql");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
