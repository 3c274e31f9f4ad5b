package dev.holdfast.conformance.cli;

import dev.holdfast.model.Port;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the class of an implementation by its name, in a class loader of its own. */
final class JavaFactory {
  private JavaFactory() {}

  /**
   * A factory of the class.
   *
   * @param name the class's name
   * @param classpath where it is, beside the kit itself
   * @return the factory
   * @throws UsageException if there is no such class, or it is none that makes ports
   */
  static Port.Factory load(String name, Optional<String> classpath) {
    URLClassLoader loader =
        new URLClassLoader(urls(classpath).toArray(URL[]::new), JavaFactory.class.getClassLoader());
    try {
      Object made = loader.loadClass(name).getConstructor().newInstance();
      if (made instanceof Port.Factory factory) {
        return factory;
      }
      throw new UsageException(
          "the class " + name + " does not implement " + Port.Factory.class.getCanonicalName());
    } catch (ClassNotFoundException e) {
      throw new UsageException("there is no class " + name + " on the class path");
    } catch (NoSuchMethodException e) {
      throw new UsageException(
          "the class " + name + " has no public constructor without parameters");
    } catch (InvocationTargetException e) {
      throw new UsageException("the constructor of " + name + " threw " + e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UsageException("the class " + name + " cannot be used: " + e);
    }
  }

  private static List<URL> urls(Optional<String> classpath) {
    List<URL> urls = new ArrayList<>();
    for (String entry : classpath.orElse("").split(File.pathSeparator, -1)) {
      if (entry.isEmpty()) {
        continue;
      }
      File file = new File(entry);
      if (!file.exists()) {
        throw new UsageException("there is no " + entry + ", which the class path names");
      }
      try {
        urls.add(file.toURI().toURL());
      } catch (MalformedURLException e) {
        throw new UsageException("the class path cannot have " + entry);
      }
    }
    return urls;
  }
}
