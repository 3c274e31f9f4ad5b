package dev.holdfast.tla.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProofTest {
  @TestFactory
  Stream<DynamicTest> everyFormulaIsProvedForAllSizes() {
    return Proof.run().stream()
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.theory() + " " + result.name(),
                    () -> assertTrue(result.proved(), result::toString)));
  }

  @Test
  void everyActionIsPossible() {
    assertEquals(List.of(), Proof.impossible(Coordination.theory()));
    assertEquals(List.of(), Proof.impossible(Handshake.theory()));
  }

  @TestFactory
  Stream<DynamicTest> everySlipBreaksWhatItIsMeantToBreak() {
    return Proof.slips().stream()
        .map(
            caught ->
                DynamicTest.dynamicTest(
                    caught.slip().name(), () -> assertTrue(caught.asDeclared(), caught::toString)));
  }

  @Test
  void everyFormulaIsBrokenBySomeSlip() {
    List<String> broken =
        Stream.of(Slip.values()).flatMap(slip -> slip.breaks().stream()).distinct().toList();
    assertEquals(
        List.of(),
        Coordination.properties().stream()
            .map(Property::name)
            .distinct()
            .filter(name -> !broken.contains(name))
            .toList());
  }

  @Test
  void theModuleHasTheSameNames() throws IOException {
    String module = Files.readString(Path.of("Coordination.tla"));
    List<String> defined =
        module
            .lines()
            .filter(line -> line.contains("=="))
            .map(line -> line.split("[ (]", 2)[0])
            .toList();
    assertEquals(
        List.of(),
        Stream.concat(
                Coordination.properties().stream().map(Property::name),
                Coordination.actions().stream().map(Action::name))
            .filter(name -> !defined.contains(name))
            .toList());
    assertEquals(
        defined.stream()
            .filter(name -> name.matches("[A-Z]{3}[0-9].*(Inv|Prop)") && !name.startsWith("LIV"))
            .toList(),
        Coordination.properties().stream()
            .map(Property::name)
            .distinct()
            .filter(name -> !name.equals("TypeInv"))
            .toList());
  }
}
