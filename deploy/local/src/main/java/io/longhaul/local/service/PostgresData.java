package io.longhaul.local.service;

import io.longhaul.local.process.LocalProcessException;
import io.longhaul.local.process.ProcessEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The data directory of a cluster, made by initdb and cleared of a lock file whose owner was killed. */
final class PostgresData {

    static final String FOLDER = "data";
    static final String PASSWORD = "password";

    private final Place place;
    private final PostgresAccount account;

    PostgresData(Place place, PostgresAccount account) {
        this.place = place;
        this.account = account;
    }

    /** Made under another name and then renamed, so that an initdb that was killed leaves no half a cluster. */
    void makeIfAbsent(Path programs, String user) {
        if (Files.exists(place.resolve(FOLDER))) {
            return;
        }
        Path made = place.resolve(FOLDER + ".new");
        try {
            new Place(made).remove();
            Files.createDirectories(made);
            account.own(made);
            List<String> command = new ArrayList<>(account.prefix());
            command.addAll(List.of(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + made,
                    "--username=" + user,
                    "--pwfile=" + passwordFile(),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
            run(command);
            Files.move(made, place.resolve(FOLDER), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * After kill -9 PostgreSQL removes the lock file itself, unless another server's process has got the old id by
     * then. Two clusters of one user on one machine, as tests have them, make that likely enough.
     */
    void forgetDeadPostmaster() {
        Path lock = place.resolve(FOLDER).resolve("postmaster.pid");
        try {
            if (Files.exists(lock)) {
                long pid = Long.parseLong(Files.readAllLines(lock).get(0).strip());
                if (ProcessEntry.of(pid).isEmpty() || !worksHere(pid)) {
                    Files.deleteIfExists(lock);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All processes of a cluster have its data directory as their working directory. */
    private boolean worksHere(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid), "cwd");
        return Files.exists(folder)
                && folder.toRealPath().equals(place.resolve(FOLDER).toRealPath());
    }

    private Path passwordFile() throws IOException {
        Path file = place.resolve(PASSWORD);
        if (!Files.exists(file)) {
            byte[] random = new byte[12];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
            account.own(file);
        }
        return file;
    }

    private void run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new LocalProcessException("initdb failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("interrupted while waiting for initdb", e);
        }
    }
}
