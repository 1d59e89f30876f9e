package main

import (
	"net/netip"
	"os"
	"strings"

	"github.com/spf13/viper"
)

// How the public listener speaks TLS.
const (
	tlsOff   = "off"
	tlsAuto  = "autocert"
	tlsFiles = "files"
)

// face is what the program shows to the network: TLS, and how much it takes
// from one address.
type face struct {
	TLS          string
	Domains      []string // names a certificate may be asked for
	Cache        string   // folder of the certificates got
	Email        string
	DirectoryURL string // of the ACME server, "" for Let's Encrypt
	Cert, Key    string // files
	HTTPListen   string // "" for none

	Proxies     []netip.Prefix // whose X-Forwarded-For is believed
	Failures    int            // requests an address may get wrong in a minute
	Connections int            // at once on a listener, 0 for any number
}

// readFace takes the settings of the public side and checks that they fit
// together.
func (c *config) readFace(v *viper.Viper, wrong func(string, string, ...any)) face {
	f := face{
		TLS: v.GetString("server.tls"), Domains: v.GetStringSlice("server.tls_domains"),
		Cache: c.path(v.GetString("server.tls_cache")), Email: v.GetString("server.tls_email"),
		DirectoryURL: v.GetString("server.tls_directory_url"),
		Cert:         c.path(v.GetString("server.tls_cert")), Key: c.path(v.GetString("server.tls_key")),
		HTTPListen: v.GetString("server.http_listen"),
		Failures:   v.GetInt("server.failures_per_minute"), Connections: v.GetInt("server.max_connections"),
	}
	if f.Cache == "" {
		f.Cache = c.DataFile + ".certs"
	}
	switch f.TLS {
	case tlsOff, "false": // off without quotes
		f.TLS = tlsOff
		if f.HTTPListen != "" {
			wrong("server.http_listen", "chỉ dùng khi server.tls là autocert hoặc files; nếu không hãy để trống")
		}
	case tlsAuto:
		if len(f.Domains) == 0 {
			wrong("server.tls_domains", "thiếu tên miền: autocert chỉ xin chứng thư cho tên ghi ở đây, ví dụ [langnghe.example.vn]")
		}
	case tlsFiles:
		for _, pem := range []struct{ key, file string }{{"server.tls_cert", f.Cert}, {"server.tls_key", f.Key}} {
			if pem.file == "" {
				wrong(pem.key, "thiếu %s: đường dẫn tới tệp PEM", pem.key)
			} else if _, err := os.Stat(pem.file); err != nil {
				wrong(pem.key, "không đọc được tệp: %s", reason(err))
			}
		}
	default:
		wrong("server.tls", "%q không đúng; hãy dùng off, autocert hoặc files", f.TLS)
	}
	if f.HTTPListen != "" && f.TLS != tlsOff && !strings.HasPrefix(c.PublicURL, "https://") {
		wrong("server.public_url", "cần địa chỉ https, vì server.http_listen chuyển người gọi tới đó")
	}
	for _, s := range v.GetStringSlice("server.trusted_proxies") {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			wrong("server.trusted_proxies", "%q không phải dải địa chỉ; hãy viết như 10.0.0.0/8 hoặc 127.0.0.1/32", s)
			continue
		}
		f.Proxies = append(f.Proxies, p.Masked())
	}
	if f.Failures < 1 {
		wrong("server.failures_per_minute", "cần ít nhất 1")
	}
	return f
}
