package telegramsim

import "time"

// Faults says what goes wrong. A counter is how many of the next happenings
// fail so; each failure takes one off. Calls means calls of sendMessage unless
// Methods names others.
type Faults struct {
	Methods []string // which methods the call faults hit; nil means sendMessage only

	Flood        int           // calls answered 429, with RetryAfter; the stop itself is not kept up
	RetryAfter   time.Duration // of Flood; default 3 s
	ServerErrors int           // calls answered 502 in JSON, not processed
	NonJSON      int           // calls answered by a proxy's HTML page, not processed
	LostAnswers  int           // calls processed, then the connection breaks
	Refused      int           // connections refused; only through Sim.Transport
	Truncated    int           // downloads that end before their time
	Mislabelled  int           // downloads whose length is announced wrongly, or that are a proxy's page
	Refusals     []Refusal     // answers to give in turn instead of processing
	Conflicts    int           // getUpdates answered 409, as if another program polled

	// Slow is called before a call is processed, without any lock, and may
	// block or advance a virtual clock.
	Slow func(method string)

	Duplicate int           // updates whose delivery is repeated after a success
	Reorder   int           // updates that overtake the one queued before them
	Delayed   int           // updates that first rest for Delay
	Delay     time.Duration // of Delayed; default 5 s
	Dropped   int           // updates that are never delivered

	MirrorFirst int // groups that become supergroups and whose new half is heard of first

	// Chance, when set, is asked at each happening whose counter is zero: fault
	// is the field's name in lower case ("flood", "duplicate", …), n counts
	// the questions about it from 1. It must be a pure function.
	Chance func(fault string, n int) bool
}

// Refusal is a scripted answer.
type Refusal struct {
	Code        int
	Description string
	RetryAfter  int
	MigrateTo   int64
}

// SetFaults replaces what goes wrong from now on.
func (s *Sim) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// Faults are those still to happen.
func (s *Sim) Faults() Faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

// happens takes one off the counter, or asks Chance.
func (s *Sim) happens(counter *int, fault string) bool {
	if *counter > 0 {
		*counter--
		return true
	}
	if s.faults.Chance == nil {
		return false
	}
	s.asked[fault]++
	return s.faults.Chance(fault, s.asked[fault])
}

// hit reports whether the call faults concern method.
func (f *Faults) hit(method string) bool {
	if f.Methods == nil {
		return method == "sendmessage"
	}
	for _, m := range f.Methods {
		if lower(m) == method {
			return true
		}
	}
	return false
}

// outcome of a call before it is processed.
type outcome int

const (
	proceed outcome = iota
	answered
	page
	lost
)

// disturb decides what goes wrong with a call of method.
func (s *Sim) disturb(method string) (outcome, *apiError) {
	f := &s.faults
	if method == "getupdates" && s.happens(&f.Conflicts, "conflicts") {
		return answered, &apiError{code: 409, description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
	}
	if !f.hit(method) {
		return proceed, nil
	}
	if len(f.Refusals) > 0 {
		r := f.Refusals[0]
		f.Refusals = f.Refusals[1:]
		return answered, &apiError{code: r.Code, description: r.Description, retryAfter: r.RetryAfter, migrateTo: r.MigrateTo}
	}
	switch {
	case s.happens(&f.Flood, "flood"):
		wait := f.RetryAfter
		if wait == 0 {
			wait = 3 * time.Second
		}
		return answered, tooMany(wait)
	case s.happens(&f.ServerErrors, "servererrors"):
		return answered, &apiError{code: 502, description: "Bad Gateway"}
	case s.happens(&f.NonJSON, "nonjson"):
		return page, nil
	case s.happens(&f.LostAnswers, "lostanswers"):
		return lost, nil
	}
	return proceed, nil
}
