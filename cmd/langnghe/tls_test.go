package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// selfSigned writes a certificate for name and its key.
func selfSigned(t *testing.T, name, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, b := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: private}} {
		if file == "" {
			continue
		}
		if err := os.WriteFile(file, pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// shown connects to addr and gives the name in the certificate shown.
func shown(t *testing.T, addr, name string, most uint16) (string, error) {
	t.Helper()
	c, err := tls.Dial("tcp", addr, &tls.Config{ServerName: name, InsecureSkipVerify: true, MaxVersion: most}) //nolint:gosec // it is made for this test
	if err != nil {
		return "", err
	}
	defer c.Close() //nolint:errcheck // reading
	return c.ConnectionState().PeerCertificates[0].Subject.CommonName, nil
}

// faced is a node with nothing but its public side.
func faced(f face) *node {
	return &node{
		cfg: &config{Face: f, PublicURL: "https://langnghe.example.vn", Listen: "127.0.0.1:0"},
		env: nodeEnv{Now: time.Now}, log: slog.New(slog.DiscardHandler), meters: newMeters(),
	}
}

// serveTLS answers "here" on a fresh port with the node's TLS.
func serveTLS(t *testing.T, s secured) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := boundedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("here")) }), slog.New(slog.DiscardHandler))
	srv.TLSConfig = s.config
	go func() { _ = serveOn(srv, l) }()
	t.Cleanup(func() { _ = srv.Close() })
	return l.Addr().String()
}

// TestCertificateFiles: a certificate that is replaced is shown from then on
// without a restart; half of a pair changes nothing but tells the operator.
func TestCertificateFiles(t *testing.T) {
	dir := t.TempDir()
	f := face{TLS: tlsFiles, Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}
	n := faced(f)
	if _, err := n.secure(); err == nil {
		t.Error("no files, and no error")
	}
	selfSigned(t, "first.example", f.Cert, f.Key)
	s, err := n.secure()
	if err != nil {
		t.Fatal(err)
	}
	addr := serveTLS(t, s)
	expect := func(want string) {
		t.Helper()
		if got, err := shown(t, addr, want, 0); got != want || err != nil {
			t.Errorf("shows %q, %v; want %q", got, err, want)
		}
	}
	expect("first.example")
	touch := func(d time.Duration) { // files written within a tick of the clock have the same time
		at := time.Now().Add(d)
		_ = os.Chtimes(f.Cert, at, at)
		_ = os.Chtimes(f.Key, at, at)
	}
	selfSigned(t, "half.example", f.Cert, "")
	touch(time.Second)
	expect("first.example")
	expect("first.example")
	if len(n.alerts.tell) != 1 || n.alerts.tell[0].key != "tls_certificate" {
		t.Errorf("alerts %v", n.alerts.tell)
	}
	selfSigned(t, "second.example", f.Cert, f.Key)
	touch(2 * time.Second)
	expect("second.example")
	if err := os.Remove(f.Key); err != nil {
		t.Fatal(err)
	}
	expect("second.example")
	if _, err := shown(t, addr, "second.example", tls.VersionTLS11); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
}

// TestAutocert gets certificates from an ACME server, proving the name in
// either way, keeps them in a folder of its own, and asks for no other name.
func TestAutocert(t *testing.T) {
	for _, way := range []string{"tls-alpn-01", "http-01"} {
		t.Run(way, func(t *testing.T) {
			ca := newACME(t, way)
			f := face{
				TLS: tlsAuto, Domains: []string{"langnghe.example.vn"}, DirectoryURL: ca.url + "/directory",
				Cache: filepath.Join(t.TempDir(), "certs"), Email: "admin@example.vn",
			}
			s, err := faced(f).secure()
			if err != nil {
				t.Fatal(err)
			}
			plain := httptest.NewServer(s.onPlain)
			defer plain.Close()
			ca.tls, ca.plain = serveTLS(t, s), plain.Listener.Addr().String()
			if _, err := shown(t, ca.tls, "other.example.vn", 0); err == nil || ca.orders() != 0 {
				t.Errorf("another name: %v, %d orders", err, ca.orders())
			}
			for range 2 { // the second time it is there already
				c, err := tls.Dial("tcp", ca.tls, &tls.Config{ServerName: "langnghe.example.vn", RootCAs: ca.roots})
				if err != nil {
					t.Fatal(err)
				}
				_ = c.Close()
			}
			if ca.orders() != 1 || ca.proved() != way {
				t.Errorf("%d orders, proved by %q", ca.orders(), ca.proved())
			}
			if _, err := shown(t, ca.tls, "langnghe.example.vn", tls.VersionTLS11); err == nil {
				t.Error("TLS 1.1 is spoken")
			}
			info, err := os.Stat(f.Cache)
			if err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("cache %v, %v", info.Mode(), err)
			}
			if err := os.Chmod(f.Cache, 0o750); err != nil { //nolint:gosec // too open on purpose
				t.Fatal(err)
			}
			if _, err := faced(f).secure(); err == nil || !strings.Contains(err.Error(), "chmod 700") {
				t.Errorf("a cache others read: %v", err)
			}
		})
	}
}

// TestPlainRedirects: who comes without TLS is sent to the public name,
// whatever name he gave.
func TestPlainRedirects(t *testing.T) {
	s, err := faced(face{TLS: tlsOff}).secure()
	if err != nil || s.config != nil {
		t.Fatal(s.config, err)
	}
	rec := httptest.NewRecorder()
	s.onPlain.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "http://evil.example/webhook/zalo?a=1", nil))
	if at := rec.Header().Get("Location"); rec.Code != http.StatusPermanentRedirect || at != "https://langnghe.example.vn/webhook/zalo?a=1" {
		t.Errorf("%d to %q", rec.Code, at)
	}
}

// TestFaceSettings: what does not fit together is said with its place.
func TestFaceSettings(t *testing.T) {
	for text, want := range map[string]string{
		"server: {tls: on}":              "hãy dùng off, autocert hoặc files",
		"server: {tls: autocert}":        "thiếu tên miền",
		"server: {tls: files}":           "thiếu server.tls_cert",
		`server: {http_listen: ":80"}`:   "chỉ dùng khi",
		"server: {trusted_proxies: [x]}": `"x" không phải dải địa chỉ`,
		`server: {tls: autocert, tls_domains: [a.vn], http_listen: ":80"}`: "cần địa chỉ https",
		"server: {failures_per_minute: 0}":                                 "ít nhất 1",
	} {
		_, problems := loadConfig(writeConfig(t, text), nil)
		if got := problemsError(problems).Error(); !strings.Contains(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
	c, problems := loadConfig(writeConfig(t, "server: {tls: off}"), nil)
	if len(problems) > 0 || c.Face.TLS != tlsOff || !strings.HasSuffix(c.Face.Cache, "langnghe.db.certs") || len(c.Face.Proxies) != 2 {
		t.Errorf("%v %+v", problems, c.Face)
	}
}
