package io.longhaul.local.service;

/** Something has to be installed before a service can be started; the message says what and how. */
public final class MissingPrerequisite extends RuntimeException {

    public MissingPrerequisite(String what, String remedy) {
        super(what + " is not installed on this machine: run deploy/lib/prepare, or " + remedy);
    }
}
