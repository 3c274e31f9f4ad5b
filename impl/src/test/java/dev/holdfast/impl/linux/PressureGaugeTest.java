package dev.holdfast.impl.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.model.Level;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which reading on which level is reached. */
class PressureGaugeTest {
  @ParameterizedTest
  @CsvSource({
    "0,NONE",
    "79,NONE",
    "80,LOW",
    "89,LOW",
    "90,MEDIUM",
    "96,MEDIUM",
    "97,CRITICAL",
    "100,CRITICAL"
  })
  void usage(long percent, Level level) {
    assertEquals(level, PressureGauge.Usage.level(percent));
  }

  @ParameterizedTest
  @CsvSource({
    "0.00,0.00,NONE",
    "4.99,0.00,NONE",
    "5.00,0.00,LOW",
    "19.99,9.99,LOW",
    "20.00,9.99,MEDIUM",
    "20.00,10.00,CRITICAL"
  })
  void stalls(String some, String full, Level level) {
    assertEquals(
        level,
        PressureGauge.Stalls.level(
            List.of(
                "some avg10=" + some + " avg60=99.00 avg300=99.00 total=1",
                "full avg10=" + full + " avg60=99.00 avg300=99.00 total=1")));
  }
}
