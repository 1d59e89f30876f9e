package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// publicTransport reaches public addresses only, whatever a name resolves to: it
// is for links that stood in what a platform delivered. It is looked at when the
// connection is made, so that a name that changes its mind gains nothing. It uses
// no proxy, which would do the resolving out of our sight.
func publicTransport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	t.DialContext = (&net.Dialer{Timeout: 10 * time.Second, Control: publicOnly}).DialContext
	t.MaxIdleConnsPerHost = 4
	return bounded{t, callTimeout}
}

// publicOnly refuses a connection to an address that is not of the public internet.
func publicOnly(network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" || !isPublic(at.Addr()) {
		return fmt.Errorf("an address that is not public: %s", network)
	}
	return nil
}

// notPublic are the networks beside those that netip knows by name: of carriers,
// of protocols and tests, and those that carry an IPv4 address in an IPv6 one.
var notPublic = func() (list []netip.Prefix) {
	for _, p := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
		"240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
	} {
		list = append(list, netip.MustParsePrefix(p))
	}
	return list
}()

// isPublic reports whether a is an address of the public internet.
func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
