package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The properties bite: they find wrong twins, and tell each in few messages. */
class PropertiesTest {
  private static final String OURS = "dev.holdfast.impl.";

  /** Of up to 62. Four show either twin; shrinking may stop a little before that. */
  private static final int FEW = 6;

  @TempDir private Path folder;

  /**
   * A wrong twin.
   *
   * @param twin what is wrong
   * @param properties who finds it
   * @param property by which of its methods
   */
  private record Case(Twin twin, Class<?> properties, String property) {
    @Override
    public String toString() {
      return twin.name();
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case( // booted, used by two, given up by one
            new Twin(
                "what is given up is ended, whoever else needs it",
                "InMemoryTargetOs",
                "process.standing == Standing.UNUSED && !process.keptWarm",
                "process.runs() && !process.keptWarm"),
            InMemoryTargetOsProperties.class,
            "saysWhatTheModelPermitsAfterBoot"),
        new Case( // both up, requested by a second life, which exits
            new Twin(
                "whoever exits does so in its first life",
                "ConcurrentProxy",
                "exited.process().incarnation()",
                "1"),
            ConcurrentProxyProperties.class,
            "saysWhatTheModelSaysWhenDomainsAreUp"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aTwinIsFound(Case wrong) throws IOException, ReflectiveOperationException {
    try (TwinFirst loader = new TwinFirst(wrong.twin.compile(folder))) {
      Class<?> properties = loader.loadClass(wrong.properties.getName());
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(
                  Stream.of(properties.getDeclaredMethods())
                      .filter(method -> method.getName().equals(wrong.property))
                      .map(method -> selectMethod(properties, method))
                      .toList())
              .filters(EngineFilter.includeEngines("jqwik"))
              .configurationParameter("jqwik.database", folder.resolve("database").toString())
              .configurationParameter("jqwik.reporting.usejunitplatform", "true")
              .build();
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request, summary);
      List<String> found =
          summary.getSummary().getFailures().stream()
              .map(failure -> String.valueOf(failure.getException().getMessage()))
              .toList();
      assertEquals(1, found.size(), found::toString);
      assertTrue(heard(found.get(0)) <= FEW, found::toString);
    }
  }

  /** How many messages the property says were heard. */
  private static long heard(String failure) {
    String heard = failure.replaceFirst("\\] (it said|due) .*", "");
    return Pattern.compile("(\\[|, )(environment|target|direct|A|B) ")
        .matcher(heard)
        .results()
        .count();
  }

  /** Has its own classes of this package, the twin's before the right ones. */
  private static final class TwinFirst extends URLClassLoader {
    TwinFirst(Path twin) throws MalformedURLException {
      super(new URL[] {twin.toUri().toURL(), place(Twin.class), place(ConcurrentProxy.class)});
    }

    private static URL place(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Optional<Class<?>> known = Optional.ofNullable(findLoadedClass(name));
        return known.isPresent() ? known.get() : findClass(name);
      }
    }
  }
}
