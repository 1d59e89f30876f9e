package zalosim

import "time"

// Faults are the switches of misfortune. A number says how many times it is
// still to happen, counted down as it does; a bool holds until it is unset.
// Set them through [Sim.Inject].
type Faults struct {
	// Of the whole platform.

	Down bool // nothing answers; through [Sim.Transport] the connection is refused

	// Of the API (not of the token endpoint), in the order of checking.

	Slow        int    // calls that take long: OnSlow is called first, to move the clock
	OnSlow      func() // must not call the Sim
	Unavailable int    // calls answered 503, not processed
	Garbled     int    // calls answered 200 with what is not JSON, not processed
	Codes       []Code // calls answered with an error code, not processed
	LostCalls   []Lost // calls of some paths whose connection breaks
	LostAnswers int    // sends processed as usual, then the connection breaks
	NoButtons   int    // not 0: the code that answers a text with buttons

	// Of the media hosts.

	MediaGone  int    // downloads answered 404
	MediaShort int    // downloads that end before their time
	MediaPage  int    // downloads that are a web page
	MediaAway  int    // downloads sent elsewhere, to MediaTo
	MediaTo    string //

	// Of the token endpoint.

	LostRefreshes int  // a new pair is issued, then the connection breaks
	BrokenOAuth   int  // calls answered 503, not processed
	OAuthCode     int  // not 0: the code that answers each refresh, nothing consumed
	EmptyConsumed bool // a used refresh token is answered with an empty body
	NoRotation    int  // refreshes that answer without a refresh token and keep the old one
	OtherOA       bool // the administrator who opens the permission link picks another OA

	// Of the webhook.

	Duplicates  int           // deliveries made twice
	Swaps       int           // times the second due event overtakes the first
	Delays      int           // new events that become due only after DelayBy
	DelayBy     time.Duration //
	DropOnce    int           // new events whose first delivery is lost; the retry brings them
	DropForGood int           // new events that never arrive
}

// Code is an error code for sends, or for the calls of one path.
type Code struct {
	Code  int
	Times int
	To    string // only for this person or group; "" for all
	Path  string // only for calls of this path; "" for sends
}

// Lost are calls of one path whose answer never arrives.
type Lost struct {
	Path   string
	Times  int
	Undone bool // they are not processed either
}

// lost reports whether the answer of a call of path is to be lost.
func (f *Faults) lost(path string, undone bool) bool {
	for i := range f.LostCalls {
		if l := &f.LostCalls[i]; l.Path == path && l.Undone == undone && use(&l.Times) {
			return true
		}
	}
	return false
}

// Inject changes the switches.
func (s *Sim) Inject(change func(*Faults)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.faults)
}

// ExpireToken ends the access token's life now.
func (s *Sim) ExpireToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grant.until = s.cfg.Now()
}

// use counts down n and reports whether it was above zero.
func use(n *int) bool {
	if *n <= 0 {
		return false
	}
	*n--
	return true
}

// code returns the injected code for a call, or 0.
func (f *Faults) code(path, to string) int {
	for i := range f.Codes {
		c := &f.Codes[i]
		meant := c.Path == path
		if c.Path == "" {
			meant = to != "" && (c.To == "" || c.To == to)
		}
		if meant && use(&c.Times) {
			return c.Code
		}
	}
	return 0
}
