package dev.faregate.demo.service;

import dev.faregate.identity.Owner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The demo's users. Their passwords stand in the source, which nothing but a demo may do. */
public enum User {
    /** The team's administrator. */
    ADA("ada@example.com", "correct-horse"),
    /** A member of the team. */
    GRACE("grace@example.com", "battery-staple"),
    /** Walks through at the start, and touches nothing of the others'. */
    WANDA("wanda@example.com", "one-foot-after-the-other");

    private final String email;
    private final String password;

    User(String email, String password) {
        this.email = email;
        this.password = password;
    }

    /** Who has this e-mail address and password. */
    public static Optional<User> recognized(String email, String password) {
        return Arrays.stream(values())
                .filter(user -> user.email.equals(email) && user.hasPassword(password))
                .findFirst();
    }

    /** The user whom a credential belongs to. */
    public static User of(Owner owner) {
        return Arrays.stream(values())
                .filter(user -> user.owner().equals(owner))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("user: none for " + owner));
    }

    /** The address by which the user signs in. */
    public String email() {
        return email;
    }

    /** The user as the library knows them. */
    public Owner owner() {
        return Owner.of(email);
    }

    private boolean hasPassword(String presented) {
        return MessageDigest.isEqual(
                password.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }
}
