package main

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// secured is how the public listener speaks TLS: the settings for it (nil when
// a proxy does that) and what the plain listener beside it answers.
type secured struct {
	config  *tls.Config
	onPlain http.Handler
}

// secure prepares TLS as the settings say.
func (n *node) secure() (secured, error) {
	f := n.cfg.Face
	plain := toHTTPS(n.cfg.PublicURL)
	switch f.TLS {
	case tlsAuto:
		m, err := autocerts(f)
		if err != nil {
			return secured{}, err
		}
		c := m.TLSConfig() // answers TLS-ALPN-01
		c.MinVersion = tls.VersionTLS12
		return secured{c, m.HTTPHandler(plain)}, nil // answers HTTP-01
	case tlsFiles:
		p := &certPair{cert: f.Cert, key: f.Key, failed: func(err error) {
			n.log.Error("TLS certificate cannot be read, the one before serves on", "cause", err)
			n.alert("tls_certificate", "Chứng thư mới không đọc được, chứng thư cũ còn dùng. Xem server.tls_cert và server.tls_key.")
		}}
		if _, err := p.get(nil); err != nil {
			return secured{}, fmt.Errorf("server.tls_cert, server.tls_key: %w", err)
		}
		return secured{&tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: p.get}, plain}, nil
	}
	return secured{onPlain: plain}, nil
}

// autocerts gets certificates for the names in the settings, and for no other.
func autocerts(f face) (*autocert.Manager, error) {
	if err := os.MkdirAll(f.Cache, 0o700); err != nil {
		return nil, fmt.Errorf("server.tls_cache: %w", err)
	}
	info, err := os.Stat(f.Cache)
	if err != nil {
		return nil, fmt.Errorf("server.tls_cache: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("server.tls_cache: người khác đọc được %s; chạy: chmod 700 %s", f.Cache, f.Cache)
	}
	m := &autocert.Manager{
		Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(f.Domains...),
		Cache: autocert.DirCache(f.Cache), Email: f.Email,
	}
	if f.DirectoryURL != "" {
		m.Client = &acme.Client{DirectoryURL: f.DirectoryURL}
	}
	return m, nil
}

// toHTTPS sends whoever comes without TLS to the public address, by its own
// name and not by the one he gave.
func toHTTPS(public string) http.Handler {
	host, _, _ := strings.Cut(strings.TrimPrefix(public, "https://"), "/")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		http.Redirect(w, r, "https://"+host+r.URL.RequestURI(), http.StatusPermanentRedirect)
	})
}

// certPair is a certificate in two files, read again when either has changed.
type certPair struct {
	cert, key string
	failed    func(error) // told once for each pair that cannot be read

	mu     sync.Mutex
	stamp  [2]stamp
	loaded *tls.Certificate
}

// stamp tells one content of a file from another without reading it.
type stamp struct {
	at   time.Time
	size int64
}

func stampOf(file string) stamp {
	info, err := os.Stat(file)
	if err != nil {
		return stamp{} // gone for a moment: the pair in memory serves
	}
	return stamp{info.ModTime(), info.Size()}
}

// get is for [tls.Config]. A pair that does not fit, as while one file is
// written and the other not yet, leaves the one before in use.
func (p *certPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := [2]stamp{stampOf(p.cert), stampOf(p.key)}
	if p.loaded != nil && now == p.stamp {
		return p.loaded, nil
	}
	p.stamp = now
	pair, err := tls.LoadX509KeyPair(p.cert, p.key)
	switch {
	case err == nil:
		p.loaded = &pair
	case p.loaded == nil:
		return nil, err
	default:
		p.failed(err)
	}
	return p.loaded, nil
}
