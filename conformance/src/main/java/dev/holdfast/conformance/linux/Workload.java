package dev.holdfast.conformance.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.conformance.wire.Line.Said;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.impl.linux.DirectConnection;
import dev.holdfast.impl.linux.Handles;
import dev.holdfast.impl.linux.LineReader;
import dev.holdfast.impl.linux.LineWriter;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * An originating OS with some processes, as a process of its own: they request, use and release at
 * random, and one of them measures. It goes on until its standard input ends, and then writes what
 * it has seen, one line each:
 *
 * <pre>
 * start NANOS      a request for which a process was started, until Granted
 * running NANOS    a request for what runs, until Granted
 * direct NANOS     a use of a handle, until it was served
 * echo NANOS       the same without a handle
 * bare NANOS       an echo of a process that does nothing else
 * used HANDLE N    the handle reached this generation
 * late HANDLE N    it did so although it had been stale before
 * broken WHY       the conversation with the proxy broke down
 * </pre>
 */
public final class Workload {
  private static final int PROCESSES = 4;
  private static final int CHILDREN = 1000;
  private static final int USES = 20;
  private static final int ROUND_TRIPS = 50;

  private final Domain domain;
  private final Handles handles;
  private final List<ResourceId> resources;
  private final ResourceId own;
  private final SocketChannel channel;
  private final SocketChannel echo;
  private final Map<Long, CompletableFuture<Message>> answers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final AtomicInteger children = new AtomicInteger();
  private long lastId;
  private volatile boolean over;

  /** No answer comes any more. */
  private volatile boolean cutOff;

  private Workload(
      Path directory, Domain domain, ResourceId own, Path echo, List<ResourceId> resources)
      throws IOException {
    this.domain = domain;
    this.handles = new Handles(directory.resolve("handles"));
    this.own = own;
    this.resources = resources;
    this.echo = SocketChannel.open(UnixDomainSocketAddress.of(echo));
    this.channel =
        SocketChannel.open(
            UnixDomainSocketAddress.of(directory.resolve("domains").resolve(domain.name())));
  }

  /**
   * Runs it.
   *
   * @param args the proxy's directory, the domain's name, the file for what is seen, a resource of
   *     a program that no other domain uses, the socket of an {@link EchoServer}, and the resources
   *     to use at random
   * @throws Exception if there is no proxy, or the file cannot be written
   */
  public static void main(String[] args) throws Exception {
    List<ResourceId> resources =
        List.of(args).subList(5, args.length).stream().map(ResourceId::new).toList();
    new Workload(
            Path.of(args[0]),
            new Domain(args[1]),
            new ResourceId(args[3]),
            Path.of(args[4]),
            resources)
        .run(Path.of(args[2]));
  }

  private void run(Path file) throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    Thread reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
    for (int i = 1; i <= PROCESSES; i++) {
      int pid = i;
      threads.add(new Thread(() -> live(pid)));
    }
    threads.add(new Thread(this::measure));
    threads.forEach(Thread::start);
    while (System.in.read() >= 0) {
      // only its end is of interest
    }
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    channel.close();
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      seen.forEach(out::println);
    }
  }

  private void read() {
    LineReader in = new LineReader(Channels.newInputStream(channel), Wire.MAX_LINE);
    try {
      for (Optional<String> line = in.next(); line.isPresent(); line = in.next()) {
        hear(((Said) Wire.decode(line.get())).envelope().message());
      }
    } catch (IOException | WireException e) {
      if (!over) {
        seen.add("broken " + e);
      }
    }
    over = true;
    cutOff = true;
    answers.values().forEach(answer -> answer.complete(new Message.DomainDown()));
  }

  private void hear(Message message) {
    long id =
        message instanceof Granted granted
            ? granted.id()
            : message instanceof Refused refused
                ? refused.id()
                : message instanceof Released released ? released.id() : 0;
    Optional.ofNullable(answers.remove(id)).ifPresent(answer -> answer.complete(message));
  }

  private Message ask(LongFunction<Message.FromDomain> question) {
    return begin(question).join();
  }

  private CompletableFuture<Message> begin(LongFunction<Message.FromDomain> question) {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    synchronized (this) {
      lastId++;
      answers.put(lastId, answer);
      say(question.apply(lastId));
    }
    if (cutOff) {
      answer.complete(new Message.DomainDown());
    }
    return answer;
  }

  private synchronized void say(Message.FromDomain message) {
    try {
      new LineWriter(channel).write(Wire.encode(new Envelope(Channel.of(domain), message)));
    } catch (IOException e) {
      over = true;
    }
  }

  private Optional<Handle> request(ProcessId process, ResourceId resource) {
    return ask(id -> new Request(id, List.of(process), resource)) instanceof Granted granted
        ? Optional.of(granted.handle())
        : Optional.empty();
  }

  private void live(int pid) {
    Random random = new Random(pid + 31L * domain.name().hashCode());
    ProcessId process = new ProcessId(pid, 1);
    while (!over) {
      ResourceId resource = resources.get(random.nextInt(resources.size()));
      Optional<Handle> handle = request(process, resource);
      handle.ifPresent(its -> use(its, random));
      switch (random.nextInt(12)) {
        case 0 -> { // it dies without a release, and its number is used again
          say(new ProcessExited(process));
          request(process, resource);
          process = new ProcessId(pid, process.incarnation() + 1);
        }
        case 1 -> request(process, resource); // it has it already
        case 2 -> request(process, new ResourceId("unknown"));
        case 3 -> ask(id -> new Request(id, List.of(), resource));
        case 4 -> release(process, new ResourceId("unknown"));
        case 5 -> withAnother(process, resource);
        default -> {}
      }
      release(process, resource);
      pause(random.nextInt(20));
    }
  }

  /** Two processes ask as one, and the second dies, perhaps while they wait. */
  private void withAnother(ProcessId process, ResourceId resource) {
    ProcessId child = new ProcessId(process.pid() + CHILDREN, children.incrementAndGet());
    CompletableFuture<Message> answer =
        begin(id -> new Request(id, List.of(process, child), resource));
    say(new ProcessExited(child));
    answer.join();
  }

  private void release(ProcessId process, ResourceId resource) {
    ask(id -> new Release(id, process, resource));
  }

  private void use(Handle handle, Random random) {
    Optional<DirectConnection> connection = DirectConnection.open(handles, handle);
    if (connection.isPresent()) {
      try (DirectConnection open = connection.get()) {
        boolean stale = false;
        for (int i = random.nextInt(USES); i >= 0 && !over; i--) {
          Message answer = open.use(handle);
          if (answer instanceof Used used) {
            seen.add((stale ? "late " : "used ") + handle + " " + used.generation());
          } else {
            stale = true;
          }
          pause(random.nextInt(10));
        }
      }
    }
  }

  private void measure() {
    ProcessId first = new ProcessId(PROCESSES + 1, 1);
    ProcessId second = new ProcessId(PROCESSES + 2, 1);
    while (!over) {
      Optional<Handle> handle = time("start", () -> request(first, own));
      if (handle.isPresent()) {
        time("running", () -> request(second, own));
        roundTrips(handle.get());
        release(first, own);
        release(second, own);
      }
      pause(500);
    }
  }

  private void roundTrips(Handle handle) {
    Optional<DirectConnection> connection = DirectConnection.open(handles, handle);
    if (connection.isPresent()) {
      try (DirectConnection open = connection.get()) {
        for (int i = 0; i < ROUND_TRIPS; i++) {
          time("direct", () -> Optional.of(open.use(handle)).filter(Used.class::isInstance));
          time("echo", () -> open.say("echo"));
          time("bare", this::bareEcho);
        }
      }
    }
  }

  private Optional<ByteBuffer> bareEcho() {
    ByteBuffer bytes = ByteBuffer.wrap("echo\n".getBytes(US_ASCII));
    try {
      echo.write(bytes);
      bytes.flip();
      while (bytes.hasRemaining() && echo.read(bytes) >= 0) {
        // until all of it is back
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private <T> Optional<T> time(String what, Supplier<Optional<T>> work) {
    long begun = System.nanoTime();
    Optional<T> result = work.get();
    long nanos = System.nanoTime() - begun;
    if (result.isPresent()) {
      seen.add(what + " " + nanos);
    }
    return result;
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(millis * 1_000_000L);
  }
}
