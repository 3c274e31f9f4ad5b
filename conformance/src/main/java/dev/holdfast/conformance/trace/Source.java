package dev.holdfast.conformance.trace;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Bytes of a trace, plain or in the form of gzip, which the first two bytes tell. */
public final class Source implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final String name;
  private final Counted raw;
  private final boolean compressible;

  private Source(String name, InputStream in, boolean compressible) {
    this.name = name;
    this.raw = new Counted(in);
    this.compressible = compressible;
  }

  /**
   * Any stream.
   *
   * @param name what to call it
   * @param in its bytes
   * @return the source
   */
  public static Source of(String name, InputStream in) {
    return new Source(name, in, true);
  }

  /**
   * A file.
   *
   * @param file which
   * @return the source
   * @throws IOException if it cannot be read
   */
  public static Source of(Path file) throws IOException {
    return of(file.toString(), Files.newInputStream(file));
  }

  /**
   * A file that is being written. It is plain.
   *
   * @param file which
   * @param patience asked at the end of what there is
   * @return the source; it ends when patience does
   * @throws IOException if it cannot be read
   */
  public static Source following(Path file, Growing.Patience patience) throws IOException {
    return new Source(file.toString(), new Growing(file, patience), false);
  }

  String name() {
    return name;
  }

  /** How many bytes have been read, as they are stored. Any thread may ask. */
  long read() {
    return raw.count;
  }

  /** The bytes of the trace itself. */
  InputStream open() throws IOException {
    if (!compressible) {
      return raw;
    }
    byte[] first = raw.readNBytes(2);
    boolean compressed = first.length == 2 && first[0] == 0x1f && first[1] == (byte) 0x8b;
    PushbackInputStream all = new Whole(raw);
    all.unread(first);
    return compressed ? new Gzip(all) : all;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }

  private static final class Counted extends FilterInputStream {
    private volatile long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      add(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int got = super.read(bytes, from, length);
      add(Math.max(got, 0));
      return got;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time reads
    private void add(int more) {
      count += more;
    }
  }

  /** Says that more is available unless it is not: GZIPInputStream takes that for the end. */
  private static final class Whole extends PushbackInputStream {
    Whole(InputStream in) {
      super(in, 2);
    }

    @Override
    public int available() throws IOException {
      int next = read();
      if (next < 0) {
        return 0;
      }
      unread(next);
      return 1;
    }
  }

  /** One or several parts; what follows them and is none does not go unseen. */
  private static final class Gzip extends GZIPInputStream {
    /** The length of what stands after the compressed bytes of a part. */
    private static final int TRAILER = 8;

    Gzip(InputStream in) throws IOException {
      super(in, BUFFER);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int got = super.read(bytes, from, length);
      if (got < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
        throw new IOException("what follows the compressed part is not compressed");
      }
      return got;
    }
  }
}
