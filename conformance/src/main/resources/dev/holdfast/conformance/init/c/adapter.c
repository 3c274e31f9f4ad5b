/*
 * An adapter between the Holdfast conformance kit and a proxy. C11, and no library but its own.
 * Replace the bodies below YOUR SYSTEM by calls of your own; leave THE WIRE as it is.
 * Standard output belongs to the kit: log to standard error.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE (1 << 20) /* by the protocol */
#define MAX_NAME 128       /* by the protocol */
#define MAX_PROCESSES 1024 /* of one request; the kit says a few */
#define SMALL INT64_C(2147483647)
#define GREAT INT64_C(9007199254740991)

typedef struct {
  int64_t pid, incarnation;
} Process;

/* Says a message; printf-like: its fields, as JSON, without braces. */
static void say(const char *channel, const char *fields, ...);

/* ------------------------------------------------------------------ YOUR SYSTEM */

static void begin(void) {
  /* YOUR SYSTEM: begin afresh; nothing that came before is known */
}

/* From the originating OS whose channel is `domain`, such as "domain:A". */

static void domain_up(const char *domain, int64_t epoch) {
  (void)domain, (void)epoch; /* YOUR SYSTEM */
}

static void domain_down(const char *domain) {
  (void)domain; /* YOUR SYSTEM */
}

static void request(const char *domain, int64_t id, const Process *processes, size_t count,
                    const char *resource) {
  (void)domain, (void)id, (void)processes, (void)count, (void)resource;
  /* YOUR SYSTEM, for example:
     say("target", "\"type\":\"Need\",\"resource\":\"%s\",\"attempt\":%d", resource, 1); */
}

static void release(const char *domain, int64_t id, Process process, const char *resource) {
  (void)domain, (void)id, (void)process, (void)resource; /* YOUR SYSTEM */
}

static void process_exited(const char *domain, Process process) {
  (void)domain, (void)process; /* YOUR SYSTEM */
}

static void malformed(const char *domain) {
  say(domain, "\"type\":\"Error\",\"reason\":\"INVALID\""); /* YOUR SYSTEM, if it reads itself */
}

/* From the target OS. */

static void provided(const char *resource, int64_t attempt, const char *program,
                     int64_t generation, const char *handle) {
  (void)resource, (void)attempt, (void)program, (void)generation, (void)handle; /* YOUR SYSTEM */
}

static void start_failed(const char *resource, int64_t attempt, const char *reason) {
  (void)resource, (void)attempt, (void)reason; /* YOUR SYSTEM */
}

static void died(const char *program, int64_t generation, const char *cause) {
  (void)program, (void)generation, (void)cause; /* YOUR SYSTEM */
}

static void settle(void) {
  /* YOUR SYSTEM: return when all that was caused so far has been said */
}

/* ------------------------------------------------------------------ THE WIRE */

static void say(const char *channel, const char *fields, ...) {
  va_list values;
  va_start(values, fields);
  printf("{\"channel\":\"%s\",\"message\":{", channel);
  vprintf(fields, values);
  puts("}}");
  va_end(values);
}

/* A piece of a line, which is JSON: the kit says nothing else. */
typedef struct {
  const char *at;
  size_t length;
} Text;

static bool is(Text text, const char *what) {
  return text.length == strlen(what) && memcmp(text.at, what, text.length) == 0;
}

static bool among(char c, const char *set) { return c != '\0' && strchr(set, c) != NULL; }

static char take(Text *rest) {
  if (rest->length == 0) return '\0';
  rest->length--;
  return *rest->at++;
}

/* Takes the next value: of an array, or of an object's names and values in turn. */
static bool next(Text *rest, Text *value) {
  while (rest->length > 0 && among(*rest->at, " \t\r\n,:")) take(rest);
  value->at = rest->at;
  bool whole = rest->length > 0 && among(*rest->at, "\"[{"); /* else until a separator */
  int depth = 0;
  while (rest->length > 0 && (whole || !among(*rest->at, " \t\r\n,:"))) {
    char c = take(rest);
    if (c == '"') {
      while ((c = take(rest)) != '"' && c != '\0')
        if (c == '\\') take(rest);
    }
    depth += among(c, "[{") ? 1 : among(c, "]}") ? -1 : 0;
    if (whole && depth == 0) break;
  }
  value->length = (size_t)(rest->at - value->at);
  return value->length > 0;
}

/* What is between the brackets; nothing if it is something else. */
static Text inside(Text value, char bracket) {
  bool right = value.length >= 2 && *value.at == bracket;
  return right ? (Text){value.at + 1, value.length - 2} : (Text){"", 0};
}

/* An object, and whether a field that was asked for was not right. */
typedef struct {
  Text fields;
  bool wrong;
} Reader;

static Reader reader(Text object) {
  return (Reader){inside(object, '{'), object.length == 0 || *object.at != '{'};
}

static Text field(Reader *r, const char *name) {
  Text rest = r->fields, key, value;
  while (next(&rest, &key) && next(&rest, &value))
    if (is(inside(key, '"'), name)) return value;
  r->wrong = true;
  return (Text){"", 0};
}

static int64_t number(Reader *r, const char *name, int64_t most) {
  Text text = field(r, name);
  int64_t number = 0;
  bool right = text.length >= 1 && text.length <= 16;
  for (size_t i = 0; right && i < text.length; i++) {
    right = text.at[i] >= '0' && text.at[i] <= '9';
    number = number * 10 + (text.at[i] - '0');
  }
  r->wrong |= !right || number < 1 || number > most;
  return number;
}

typedef struct {
  char text[MAX_NAME + 1];
} Name;

static Name name(Reader *r, const char *of) {
  Text text = inside(field(r, of), '"');
  Name name = {""};
  bool right = text.length >= 1 && text.length <= MAX_NAME;
  for (size_t i = 0; right && i < text.length; i++) {
    char c = text.at[i];
    right = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || among(c, "0123456789._:/#-");
    name.text[i] = c;
  }
  r->wrong |= !right;
  return name;
}

static Process life(Reader *r, Text object) {
  Reader inner = reader(object);
  int64_t pid = number(&inner, "pid", SMALL), incarnation = number(&inner, "incarnation", SMALL);
  r->wrong |= inner.wrong;
  return (Process){pid, incarnation};
}

static size_t processes(Reader *r, Process *list) {
  Text array = field(r, "processes"), rest = inside(array, '['), value;
  size_t count = 0;
  r->wrong |= array.length == 0 || *array.at != '[';
  while (!r->wrong && next(&rest, &value)) {
    if (count == MAX_PROCESSES) {
      fputs("adapter: more processes in one request than MAX_PROCESSES\n", stderr);
      exit(1);
    }
    list[count++] = life(r, value);
  }
  return count;
}

static void hear_target(Reader r) {
  Name type = name(&r, "type");
  if (strcmp(type.text, "Provided") == 0) {
    Name resource = name(&r, "resource"), program = name(&r, "program"), handle = name(&r, "handle");
    int64_t attempt = number(&r, "attempt", SMALL), generation = number(&r, "generation", SMALL);
    if (!r.wrong) provided(resource.text, attempt, program.text, generation, handle.text);
  } else if (strcmp(type.text, "StartFailed") == 0) {
    Name resource = name(&r, "resource"), reason = name(&r, "reason");
    int64_t attempt = number(&r, "attempt", SMALL);
    if (!r.wrong) start_failed(resource.text, attempt, reason.text);
  } else if (strcmp(type.text, "Died") == 0) {
    Name program = name(&r, "program"), cause = name(&r, "cause");
    int64_t generation = number(&r, "generation", SMALL);
    if (!r.wrong) died(program.text, generation, cause.text);
  }
}

/* Reads everything before it calls, so that a message with a wrong field has no effect. */
static void hear_domain(const char *domain, Reader r) {
  Name type = name(&r, "type");
  if (strcmp(type.text, "DomainUp") == 0) {
    int64_t epoch = number(&r, "epoch", SMALL);
    if (!r.wrong) domain_up(domain, epoch);
  } else if (strcmp(type.text, "DomainDown") == 0) {
    if (!r.wrong) domain_down(domain);
  } else if (strcmp(type.text, "Request") == 0) {
    static Process list[MAX_PROCESSES];
    int64_t id = number(&r, "id", GREAT);
    size_t count = processes(&r, list);
    Name resource = name(&r, "resource");
    if (!r.wrong) request(domain, id, list, count, resource.text);
  } else if (strcmp(type.text, "Release") == 0) {
    int64_t id = number(&r, "id", GREAT);
    Process process = life(&r, field(&r, "process"));
    Name resource = name(&r, "resource");
    if (!r.wrong) release(domain, id, process, resource.text);
  } else if (strcmp(type.text, "ProcessExited") == 0) {
    Process process = life(&r, field(&r, "process"));
    if (!r.wrong) process_exited(domain, process);
  } else {
    r.wrong = true;
  }
  if (r.wrong) malformed(domain);
}

int main(void) {
  static char line[MAX_LINE + 2];
  static char buffer[1 << 16];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  while (fgets(line, sizeof line, stdin) != NULL) {
    Reader r = reader((Text){line, strcspn(line, "\n")});
    Reader peek = r;
    Name control = name(&peek, "control");
    if (peek.wrong) {
      Name channel = name(&r, "channel");
      Reader message = reader(field(&r, "message"));
      if (strcmp(channel.text, "target") == 0) {
        hear_target(message);
      } else {
        hear_domain(channel.text, message);
      }
    } else if (strcmp(control.text, "hello") == 0) {
      puts("{\"control\":\"hello\",\"version\":1,\"role\":\"proxy\","
           "\"name\":\"my proxy\",\"capabilities\":[]}");
      fflush(stdout);
    } else if (strcmp(control.text, "reset") == 0) {
      begin();
    } else if (strcmp(control.text, "sync") == 0) {
      settle();
      printf("{\"control\":\"synced\",\"number\":%lld}\n", (long long)number(&r, "number", GREAT));
      fflush(stdout); /* once per answer, not once per line */
    } else if (strcmp(control.text, "bye") == 0) {
      break;
    }
  }
  return 0;
}
