// An adapter between the Holdfast conformance kit and a proxy. Go 1.18 or later.
// Replace the bodies below YOUR SYSTEM by calls of your own; leave THE WIRE as it is.
// Standard output belongs to the kit: log to standard error.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"
	"regexp"
)

// ------------------------------------------------------------------ YOUR SYSTEM

// Process is a process of an originating OS, known by its channel.
type Process struct {
	Pid         int64 `json:"pid"`
	Incarnation int64 `json:"incarnation"`
}

// MyProxy is one scenario. What it says goes to say(), in its order; say() is for one goroutine.
type MyProxy struct{}

func newProxy() *MyProxy {
	return &MyProxy{} // YOUR SYSTEM: begin afresh; nothing that came before is known
}

// From the originating OS whose channel is domain, such as "domain:A".

func (s *MyProxy) domainUp(domain string, epoch int64) {
	// YOUR SYSTEM
}

func (s *MyProxy) domainDown(domain string) {
	// YOUR SYSTEM
}

func (s *MyProxy) request(domain string, id int64, processes []Process, resource string) {
	// YOUR SYSTEM, for example:
	// say("target", "Need", Fields{"resource": resource, "attempt": 1})
}

func (s *MyProxy) release(domain string, id int64, process Process, resource string) {
	// YOUR SYSTEM
}

func (s *MyProxy) processExited(domain string, process Process) {
	// YOUR SYSTEM
}

func (s *MyProxy) malformed(domain string, message json.RawMessage) {
	say(domain, "Error", Fields{"reason": "INVALID"}) // YOUR SYSTEM, if it reads messages itself
}

// From the target OS.

func (s *MyProxy) provided(resource string, attempt int64, program string, generation int64, handle string) {
	// YOUR SYSTEM
}

func (s *MyProxy) startFailed(resource string, attempt int64, reason string) {
	// YOUR SYSTEM
}

func (s *MyProxy) died(program string, generation int64, cause string) {
	// YOUR SYSTEM
}

func (s *MyProxy) settle() {
	// YOUR SYSTEM: return when all that was caused so far has been said
}

// ------------------------------------------------------------------ THE WIRE

// Fields are those of a message, beside its type.
type Fields map[string]any

var out = bufio.NewWriter(os.Stdout)

func say(channel, kind string, fields Fields) {
	message := Fields{"type": kind}
	for name, value := range fields {
		message[name] = value
	}
	write(Fields{"channel": channel, "message": message})
}

func write(line Fields) {
	text, err := json.Marshal(line)
	if err != nil {
		log.Fatal(err)
	}
	out.Write(append(text, '\n'))
}

// A reader takes fields from a message, and remembers whether one was not right.
type reader struct {
	fields map[string]json.RawMessage
	wrong  bool
}

func (r *reader) read(name string, into any) {
	text, there := r.fields[name]
	if !there || string(text) == "null" || json.Unmarshal(text, into) != nil {
		r.wrong = true
	}
}

func (r *reader) number(name string, most int64) (number int64) {
	r.read(name, &number)
	r.wrong = r.wrong || number < 1 || number > most
	return number
}

var aName = regexp.MustCompile(`^[A-Za-z0-9._:/#-]{1,128}$`)

func (r *reader) name(name string) (text string) {
	r.read(name, &text)
	r.wrong = r.wrong || !aName.MatchString(text)
	return text
}

func (r *reader) process(name string) Process {
	var text json.RawMessage
	r.read(name, &text)
	return r.life(text)
}

func (r *reader) processes(name string) (processes []Process) {
	var texts []json.RawMessage
	r.read(name, &texts)
	for _, text := range texts {
		processes = append(processes, r.life(text))
	}
	return processes
}

func (r *reader) life(text json.RawMessage) Process {
	var inner reader
	inner.wrong = json.Unmarshal(text, &inner.fields) != nil
	life := Process{Pid: inner.number("pid", small), Incarnation: inner.number("incarnation", small)}
	r.wrong = r.wrong || inner.wrong
	return life
}

const (
	small = 1<<31 - 1
	great = 1<<53 - 1
)

// Reads everything before it calls, so that a message with a wrong field has no effect.
func hear(s *MyProxy, channel string, message json.RawMessage) {
	var r reader
	r.wrong = json.Unmarshal(message, &r.fields) != nil
	call := func() {}
	switch kind := r.name("type"); {
	case channel == "target" && kind == "Provided":
		resource, attempt, program := r.name("resource"), r.number("attempt", small), r.name("program")
		generation, handle := r.number("generation", small), r.name("handle")
		call = func() { s.provided(resource, attempt, program, generation, handle) }
	case channel == "target" && kind == "StartFailed":
		resource, attempt, reason := r.name("resource"), r.number("attempt", small), r.name("reason")
		call = func() { s.startFailed(resource, attempt, reason) }
	case channel == "target" && kind == "Died":
		program, generation, cause := r.name("program"), r.number("generation", small), r.name("cause")
		call = func() { s.died(program, generation, cause) }
	case kind == "DomainUp":
		epoch := r.number("epoch", small)
		call = func() { s.domainUp(channel, epoch) }
	case kind == "DomainDown":
		call = func() { s.domainDown(channel) }
	case kind == "Request":
		id, processes, resource := r.number("id", great), r.processes("processes"), r.name("resource")
		call = func() { s.request(channel, id, processes, resource) }
	case kind == "Release":
		id, process, resource := r.number("id", great), r.process("process"), r.name("resource")
		call = func() { s.release(channel, id, process, resource) }
	case kind == "ProcessExited":
		process := r.process("process")
		call = func() { s.processExited(channel, process) }
	default:
		r.wrong = true
	}
	if r.wrong {
		s.malformed(channel, message)
	} else {
		call()
	}
}

func main() {
	var proxy *MyProxy
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Control string          `json:"control"`
			Number  int64           `json:"number"`
			Channel string          `json:"channel"`
			Message json.RawMessage `json:"message"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			log.Fatal(err)
		}
		switch line.Control {
		case "hello":
			write(Fields{"control": "hello", "version": 1, "role": "proxy", "name": "my proxy", "capabilities": []string{}})
			out.Flush()
		case "reset":
			proxy = newProxy()
		case "sync":
			proxy.settle()
			write(Fields{"control": "synced", "number": line.Number})
			out.Flush() // once per answer, not once per line
		case "bye":
			return
		default:
			hear(proxy, line.Channel, line.Message)
		}
	}
}
