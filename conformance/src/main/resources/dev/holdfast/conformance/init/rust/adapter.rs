//! An adapter between the Holdfast conformance kit and a proxy. Rust 2021, and no crate.
//! Replace the bodies below YOUR SYSTEM by calls of your own; leave THE WIRE as it is.
//! Standard output belongs to the kit: log with eprintln!.

use std::io::{self, BufRead, BufWriter, Read, Write};

#[derive(Clone, Copy, Debug)]
#[allow(dead_code)]
pub struct Process {
    pid: u64,
    incarnation: u64,
}

// ------------------------------------------------------------------ YOUR SYSTEM

/// One scenario. What your system says goes to `say`, from any of these, in its order.
struct MyProxy;

#[allow(unused_variables)]
impl MyProxy {
    fn new() -> MyProxy {
        MyProxy // YOUR SYSTEM: begin afresh; nothing that came before is known
    }

    // From the originating OS whose channel is `domain`, such as "domain:A".

    fn domain_up(&mut self, domain: &str, epoch: u64, say: &mut Say) {
        // YOUR SYSTEM
    }

    fn domain_down(&mut self, domain: &str, say: &mut Say) {
        // YOUR SYSTEM
    }

    fn request(&mut self, domain: &str, id: u64, processes: &[Process], resource: &str, say: &mut Say) {
        // YOUR SYSTEM, for example:
        // say.message("target", &format!(r#""type":"Need","resource":"{resource}","attempt":1"#));
    }

    fn release(&mut self, domain: &str, id: u64, process: Process, resource: &str, say: &mut Say) {
        // YOUR SYSTEM
    }

    fn process_exited(&mut self, domain: &str, process: Process, say: &mut Say) {
        // YOUR SYSTEM
    }

    fn malformed(&mut self, domain: &str, message: &str, say: &mut Say) {
        say.message(domain, r#""type":"Error","reason":"INVALID""#); // YOUR SYSTEM, if it reads itself
    }

    // From the target OS.

    fn provided(&mut self, resource: &str, attempt: u64, program: &str, generation: u64, handle: &str, say: &mut Say) {
        // YOUR SYSTEM
    }

    fn start_failed(&mut self, resource: &str, attempt: u64, reason: &str, say: &mut Say) {
        // YOUR SYSTEM
    }

    fn died(&mut self, program: &str, generation: u64, cause: &str, say: &mut Say) {
        // YOUR SYSTEM
    }

    fn settle(&mut self, say: &mut Say) {
        // YOUR SYSTEM: return when all that was caused so far has been said
    }
}

// ------------------------------------------------------------------ THE WIRE

const MAX_LINE: u64 = 1 << 20;
const SMALL: u64 = (1 << 31) - 1;
const GREAT: u64 = (1 << 53) - 1;

struct Say {
    out: BufWriter<io::Stdout>,
}

impl Say {
    /// Says a message: its fields, as JSON, without braces.
    fn message(&mut self, channel: &str, fields: &str) {
        self.line(&format!(r#"{{"channel":"{channel}","message":{{{fields}}}}}"#));
    }

    fn line(&mut self, line: &str) {
        writeln!(self.out, "{line}").expect("the kit listens");
    }

    fn flush(&mut self) {
        self.out.flush().expect("the kit listens");
    }
}

fn is_separator(c: u8) -> bool {
    b" \t\r\n,:".contains(&c)
}

/// Takes the next value, which is JSON (the kit says nothing else): of an array, or of an object's
/// names and values in turn.
fn next<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start_matches(|c: char| c.is_ascii() && is_separator(c as u8));
    let bytes = text.as_bytes();
    let whole = matches!(bytes.first(), Some(b'"' | b'[' | b'{')); // else until a separator
    let (mut at, mut depth) = (0, 0);
    while at < bytes.len() && (whole || !is_separator(bytes[at])) {
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
        if whole && depth == 0 {
            break;
        }
    }
    *rest = text.get(at..)?;
    text.get(..at).filter(|value| !value.is_empty())
}

fn inside(value: &str, open: char, close: char) -> Option<&str> {
    value.strip_prefix(open)?.strip_suffix(close)
}

fn field<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = inside(object, '{', '}')?;
    while let (Some(key), Some(value)) = (next(&mut rest), next(&mut rest)) {
        if inside(key, '"', '"') == Some(name) {
            return Some(value);
        }
    }
    None
}

fn number(object: &str, name: &str, most: u64) -> Option<u64> {
    let number = field(object, name)?.parse().ok()?;
    (1..=most).contains(&number).then_some(number)
}

fn name<'a>(object: &'a str, of: &str) -> Option<&'a str> {
    let name = inside(field(object, of)?, '"', '"')?;
    let right = |c: u8| c.is_ascii_alphanumeric() || b"._:/#-".contains(&c);
    ((1..=128).contains(&name.len()) && name.bytes().all(right)).then_some(name)
}

fn life(object: &str) -> Option<Process> {
    Some(Process {
        pid: number(object, "pid", SMALL)?,
        incarnation: number(object, "incarnation", SMALL)?,
    })
}

fn processes(object: &str) -> Option<Vec<Process>> {
    let mut rest = inside(field(object, "processes")?, '[', ']')?;
    std::iter::from_fn(|| next(&mut rest)).map(life).collect()
}

/// None if a field is missing or not right; then nothing has been called.
fn hear_domain(proxy: &mut MyProxy, domain: &str, m: &str, say: &mut Say) -> Option<()> {
    match name(m, "type")? {
        "DomainUp" => proxy.domain_up(domain, number(m, "epoch", SMALL)?, say),
        "DomainDown" => proxy.domain_down(domain, say),
        "Request" => {
            let (id, resource) = (number(m, "id", GREAT)?, name(m, "resource")?);
            proxy.request(domain, id, &processes(m)?, resource, say);
        }
        "Release" => {
            let (id, resource) = (number(m, "id", GREAT)?, name(m, "resource")?);
            proxy.release(domain, id, life(field(m, "process")?)?, resource, say);
        }
        "ProcessExited" => proxy.process_exited(domain, life(field(m, "process")?)?, say),
        _ => return None,
    }
    Some(())
}

fn hear_target(proxy: &mut MyProxy, m: &str, say: &mut Say) -> Option<()> {
    match name(m, "type")? {
        "Provided" => {
            let (resource, program, handle) = (name(m, "resource")?, name(m, "program")?, name(m, "handle")?);
            let (attempt, generation) = (number(m, "attempt", SMALL)?, number(m, "generation", SMALL)?);
            proxy.provided(resource, attempt, program, generation, handle, say);
        }
        "StartFailed" => {
            proxy.start_failed(name(m, "resource")?, number(m, "attempt", SMALL)?, name(m, "reason")?, say)
        }
        "Died" => proxy.died(name(m, "program")?, number(m, "generation", SMALL)?, name(m, "cause")?, say),
        _ => return None,
    }
    Some(())
}

fn main() -> io::Result<()> {
    let mut say = Say { out: BufWriter::new(io::stdout()) };
    let mut proxy = MyProxy::new();
    let mut input = io::stdin().lock();
    let mut line = String::new();
    while input.by_ref().take(MAX_LINE + 1).read_line(&mut line)? > 0 {
        let text = line.trim_end();
        match name(text, "control") {
            Some("hello") => {
                say.line(r#"{"control":"hello","version":1,"role":"proxy","name":"my proxy","capabilities":[]}"#);
                say.flush();
            }
            Some("reset") => proxy = MyProxy::new(),
            Some("sync") => {
                proxy.settle(&mut say);
                let number = number(text, "number", GREAT).unwrap_or(0);
                say.line(&format!(r#"{{"control":"synced","number":{number}}}"#));
                say.flush(); // once per answer, not once per line
            }
            Some("bye") => break,
            _ => {
                let channel = name(text, "channel").unwrap_or("");
                let message = field(text, "message").unwrap_or("");
                if channel == "target" {
                    hear_target(&mut proxy, message, &mut say);
                } else if hear_domain(&mut proxy, channel, message, &mut say).is_none() {
                    proxy.malformed(channel, message, &mut say);
                }
            }
        }
        line.clear();
    }
    Ok(())
}
