package dev.faregate.it.starters;

import org.springframework.data.jpa.repository.JpaRepository;

/** Without a controller: Spring Data REST has one for it. */
public interface Persons extends JpaRepository<Person, Long> {}
