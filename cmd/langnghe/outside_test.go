package main

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestOutside: what a link in a message may lead to is the public internet and
// no machine of ours, whatever its name.
func TestOutside(t *testing.T) {
	for s, want := range map[string]bool{
		"8.8.8.8": true, "49.213.114.1": true, "2404:6800::1": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false, "255.255.255.255": false, "198.18.0.1": false,
		"::1": false, "::": false, "fe80::1%eth0": false, "fd00::1": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := isPublic(netip.MustParseAddr(s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
	hit := false
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = true }))
	defer srv.Close()
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL, nil)
	if resp, err := publicTransport().RoundTrip(r); err == nil {
		_ = resp.Body.Close()
		t.Error("loopback was reached")
	}
	if hit {
		t.Error("the server was asked")
	}
}
