package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// fewConnections is a listener on which only so many connections are open at
// once; who comes then waits in the system's queue. The servers' timeouts see
// to it that nobody keeps a place without using it.
type fewConnections struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

// few bounds the connections of l; 0 leaves them unbounded.
func few(l net.Listener, most int) net.Listener {
	if most <= 0 {
		return l
	}
	return &fewConnections{Listener: l, places: make(chan struct{}, most), closed: make(chan struct{})}
}

// Accept implements [net.Listener].
func (f *fewConnections) Accept() (net.Conn, error) {
	select {
	case f.places <- struct{}{}:
	case <-f.closed:
		return nil, net.ErrClosed
	}
	c, err := f.Listener.Accept()
	if err != nil {
		<-f.places
		return nil, err
	}
	return &placed{Conn: c, leave: sync.OnceFunc(func() { <-f.places })}, nil
}

// Close implements [net.Listener].
func (f *fewConnections) Close() error {
	f.once.Do(func() { close(f.closed) })
	return f.Listener.Close()
}

// placed is a connection that gives its place back when it is closed.
type placed struct {
	net.Conn
	leave func()
}

// Close implements [net.Conn].
func (p *placed) Close() error {
	defer p.leave()
	return p.Conn.Close()
}

// callers tells who makes a request: the address it comes from, or, when that
// is a trusted proxy, the last address the proxies did not vouch for.
type callers struct{ proxies []netip.Prefix }

func (c callers) of(r *http.Request) netip.Addr {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{} // a socket without addresses: all are one
	}
	at := from.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && c.trusts(at); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break // not from a proxy that knows its work: go no further
		}
		at = hop.Unmap()
	}
	return at
}

func (c callers) trusts(a netip.Addr) bool {
	for _, p := range c.proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// mostCallers bounds the memory that counting costs.
const mostCallers = 8192

// allowance is how often each address may do something in a minute.
type allowance struct {
	perMinute int
	now       func() time.Time

	mu   sync.Mutex
	left map[netip.Prefix]*rate.Limiter
}

func newAllowance(perMinute int, now func() time.Time) *allowance {
	return &allowance{perMinute: perMinute, now: now, left: map[netip.Prefix]*rate.Limiter{}}
}

// take uses one up, and reports whether there was one. An owner of IPv6 has at
// least a /64, so that counts as one address.
func (a *allowance) take(who netip.Addr) bool {
	bits := who.BitLen()
	if who.Is6() {
		bits = 64
	}
	key, _ := who.WithZone("").Prefix(bits) // of no address: all are one
	now := a.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	l, ok := a.left[key]
	if !ok {
		if len(a.left) >= mostCallers {
			for k, l := range a.left {
				if l.TokensAt(now) >= float64(a.perMinute) {
					delete(a.left, k)
				}
			}
			if len(a.left) >= mostCallers {
				return false
			}
		}
		l = rate.NewLimiter(rate.Every(time.Minute/time.Duration(a.perMinute)), a.perMinute)
		a.left[key] = l
	}
	return l.AllowN(now, 1)
}

// throttled answers 429 to an address that gets its requests wrong too often. It
// looks at the answer: what proves to come from a platform is never held back,
// whoever else uses its address.
func throttled(next http.Handler, who callers, wrong *allowance, count func(string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&judged{ResponseWriter: w, over: func() bool {
			if wrong.take(who.of(r)) {
				return false
			}
			count("throttled")
			return true
		}}, r)
	})
}

// judged turns a refusal into a 429 when there were too many.
type judged struct {
	http.ResponseWriter
	over func() bool
	done bool
}

// Unwrap lets an [http.ResponseController] through.
func (j *judged) Unwrap() http.ResponseWriter { return j.ResponseWriter }

// WriteHeader implements [http.ResponseWriter].
func (j *judged) WriteHeader(status int) {
	if !j.done && unproven(status) && j.over() {
		status = tooMany(j.ResponseWriter)
	}
	j.done = true
	j.ResponseWriter.WriteHeader(status)
}

// unproven are the answers to who has not shown to be a platform.
func unproven(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed:
		return true
	}
	return false
}

// tooMany prepares the answer to who comes too often and gives its status.
func tooMany(w http.ResponseWriter) int {
	w.Header().Set("Retry-After", "60")
	w.Header().Set("Connection", "close")
	return http.StatusTooManyRequests
}

// measured answers 429 to an address that asks for pages too often.
func measured(next http.Handler, all *allowance, count func(string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !all.take(callers{}.of(r)) {
			count("throttled")
			w.WriteHeader(tooMany(w))
			return
		}
		next.ServeHTTP(w, r)
	})
}
