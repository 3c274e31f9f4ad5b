package dev.holdfast.impl.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.impl.linux.Declaration.WrongException;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be declared, and what is said of what cannot. */
@EnabledOnOs(OS.LINUX)
class DeclarationTest {
  private static final String NAV =
      "[nav]\ncommand = /bin/sh  -c true\nresources = map route\nceiling = 48 MiB\n";

  @TempDir Path temp;

  private Declaration read(String text) throws Exception {
    return Declaration.read(Files.writeString(temp.resolve("programs"), text));
  }

  @Test
  void says() throws Exception {
    Declaration declaration =
        read("# two domains\nmemory = 1 GiB\ndomains = A B\n\n" + NAV + "keepsWarm = yes\n");
    assertEquals(1L << 30, declaration.memory());
    assertEquals(Set.of(new Domain("A"), new Domain("B")), declaration.domains());
    Program nav = new Program("nav");
    assertEquals(
        new Declaration.Command(
            List.of("/bin/sh", "-c", "true"),
            List.of(new ResourceId("map"), new ResourceId("route")),
            48L << 20,
            true),
        declaration.programs().get(nav));
    TreeMap<Program, List<ResourceId>> programs = new TreeMap<>();
    programs.put(nav, List.of(new ResourceId("map"), new ResourceId("route")));
    assertEquals(new Catalogue(programs, Set.of(nav), Profile.SHED), declaration.catalogue());
  }

  /** A newline is written as a semicolon. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NAV                                  | , line 1: before the first program lacks the key memory",
        "memory = 1 GiB                       | : declares no program",
        "memory = lots;NAV                    | , line 1: a size is for example '48 MiB', not 'lots'",
        "memory = 1 GiB;colour = red;NAV      | , line 2: the key colour is unknown; here there are [domains, memory]",
        "memory = 1 GiB;memory = 1 GiB;NAV    | , line 2: the key memory stands here twice",
        "memory = 1 GiB;what;NAV              | , line 2: is neither '[program]' nor 'key = value'",
        "memory = 1 GiB;domains = ../A;NAV    | , line 2: the name of a domain has at most 20 characters, no '/', and no '.' at its beginning",
        "memory = 1 GiB;NAVneeds = gps        | , line 6: the key needs is unknown; here there are [ceiling, command, keepsWarm, resources]",
        "memory = 1 GiB;NAVkeepsWarm = maybe  | , line 6: keepsWarm is yes or no, not 'maybe'",
        "memory = 1 GiB;NAVNAV                | , line 6: the program nav is declared twice",
        "memory = 1 GiB;[b c];                | , line 2: program must be 1 to 128 characters of A-Z a-z 0-9 . _ : / # -",
        "memory = 1 GiB;[b];                  | , line 2: the program b lacks the key command",
        "memory = 1 GiB;[b];command = no-such | , line 3: there is no such command: 'no-such'",
        "memory = 1 GiB;[b];command = /tmp    | , line 3: there is no such command: '/tmp'",
        "memory = 1 GiB;[b];command = sh;resources =   | , line 4: a program provides at least one resource",
        "memory = 1 GiB;[b];command = sh;resources = ? | , line 4: resource must be 1 to 128 characters of A-Z a-z 0-9 . _ : / # -",
        "memory = 1 GiB;[b];command = sh;resources = map;ceiling = 1 MiB;NAV | : the resource map is provided twice",
        "memory = 100 MiB;NAV                 | : the ceiling of nav is above 1/3 of the memory: the kernel could take it before one that is less needed",
      })
  void whatIsWrongIsSaid(String text, String sentence) {
    WrongException e =
        assertThrows(WrongException.class, () -> read(text.replace(';', '\n').replace("NAV", NAV)));
    assertEquals(temp.resolve("programs") + sentence, e.getMessage());
  }

  @Test
  void aFileThatIsNotThere() {
    assertEquals(
        temp.resolve("none") + ": there is no such file",
        assertThrows(WrongException.class, () -> Declaration.read(temp.resolve("none")))
            .getMessage());
  }
}
