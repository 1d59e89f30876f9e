package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"langnghe/zalo"
)

func serveCommand() *cobra.Command {
	var where location
	c := &cobra.Command{
		Use:   "serve",
		Short: "Chạy máy chủ thật",
		Args:  exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if len(problems) > 0 {
				_, err := everything(cfg, problems)
				return err
			}
			return serve(c.Context(), cfg)
		},
	}
	where.flags(c)
	return c
}

// location says where the settings are: --config FILE, or --data DIR with a
// config.yaml in it, as `demo --data` makes it.
type location struct{ config, data string }

func (l *location) flags(c *cobra.Command) {
	c.Flags().StringVar(&l.config, "config", "", "tệp cấu hình")
	c.Flags().StringVar(&l.data, "data", "", "thư mục dữ liệu có config.yaml")
	c.MarkFlagsMutuallyExclusive("config", "data")
}

// file is the settings' file; config.yaml of the present folder when it exists
// and nothing else was said.
func (l *location) file() string {
	switch {
	case l.config != "":
		return l.config
	case l.data != "":
		return l.data + "/config.yaml"
	}
	if _, err := os.Stat("config.yaml"); err == nil {
		return "config.yaml"
	}
	return ""
}

// newLog makes the program's log. It goes to standard error; what is printed
// for people goes to standard output.
func newLog(level, format string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // checked with the settings
	opts := &slog.HandlerOptions{Level: l}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, opts))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, opts))
}

// serve runs production until ctx ends.
func serve(ctx context.Context, cfg *config) error {
	log := newLog(cfg.LogLevel, cfg.LogFormat)
	if err := os.MkdirAll(dirOf(cfg.DataFile), 0o700); err != nil {
		return fmt.Errorf("không tạo được thư mục dữ liệu: %w", err)
	}
	n, err := openNode(cfg, nodeEnv{Now: time.Now, Log: log})
	if err != nil {
		return err
	}
	if len(n.channels) == 0 {
		return errors.Join(errors.New("chưa có nền tảng nào: hãy đặt telegram.token hoặc các khóa zalo trong cấu hình"), n.Close())
	}
	s, err := n.listen()
	if err != nil {
		return errors.Join(err, n.Close())
	}
	log.Info("serving", "listen", s.public.Addr().String(), "admin", s.admin.Addr().String(), "channels", len(n.channels))
	return n.serve(ctx, s)
}

// sockets are what a serving node listens on, and how the public ones speak.
type sockets struct {
	public, admin, operator net.Listener
	plain                   net.Listener // beside a public one with TLS, or nil
	secured
}

func (s *sockets) close() {
	for _, l := range []net.Listener{s.public, s.plain, s.admin, s.operator} {
		if l != nil {
			_ = l.Close()
		}
	}
}

// listen opens the node's sockets, all or none.
func (n *node) listen() (*sockets, error) {
	var s sockets
	var err error
	if s.secured, err = n.secure(); err != nil {
		return nil, err
	}
	if s.public, err = net.Listen("tcp", n.cfg.Listen); err != nil {
		return nil, fmt.Errorf("server.listen: %w", err)
	}
	s.public = few(s.public, n.cfg.Face.Connections)
	if n.cfg.Face.HTTPListen != "" {
		if s.plain, err = net.Listen("tcp", n.cfg.Face.HTTPListen); err != nil {
			s.close()
			return nil, fmt.Errorf("server.http_listen: %w", err)
		}
		s.plain = few(s.plain, n.cfg.Face.Connections)
	}
	if s.admin, err = net.Listen("tcp", n.cfg.AdminListen); err != nil {
		s.close()
		return nil, fmt.Errorf("server.admin_listen: %w", err)
	}
	if s.operator, err = listenOperator(n.cfg.socket()); err != nil {
		s.close()
		return nil, err
	}
	return &s, nil
}

// serve runs the node on its sockets until ctx ends: then it stops accepting,
// finishes the batch in hand, sends what is queued for a bounded time, and
// closes the store.
func (n *node) serve(ctx context.Context, s *sockets) error {
	n.meters.watch(n)
	public := boundedServer(n.guarded(n.webhooks()), n.log)
	public.TLSConfig = s.config
	plain := boundedServer(s.onPlain, n.log)
	admin := boundedServer(measured(n.adminPages(), newAllowance(pagesPerMinute, n.env.Now), n.meters.counter("admin")), n.log)
	operator := boundedServer(n.operatorPages(), n.log)
	operator.WriteTimeout = 0 // the owner of the machine, and tasks that take long
	listeners := map[*http.Server]net.Listener{public: s.public, admin: s.admin, operator: s.operator}
	if s.plain != nil {
		listeners[plain] = s.plain
	}
	failed := make(chan error, len(listeners))
	for srv, l := range listeners {
		go func() {
			if err := serveOn(srv, l); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}()
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	worked := make(chan struct{})
	go func() { n.run(work); close(worked) }()

	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	n.log.Info("stopping")
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), n.cfg.StopTimeout)
	defer cancel()
	err = errors.Join(err, public.Shutdown(bounded), plain.Shutdown(bounded), operator.Shutdown(bounded))
	stopWork()
	<-worked
	err = errors.Join(err, admin.Shutdown(bounded), n.Close())
	n.log.Info("stopped")
	return err
}

// serveOn answers on l, with TLS when the server is set up for it.
func serveOn(srv *http.Server, l net.Listener) error {
	if srv.TLSConfig != nil {
		return srv.ServeTLS(l, "", "")
	}
	return srv.Serve(l)
}

// pagesPerMinute is how often an address may ask for the operator's pages.
const pagesPerMinute = 600

// guarded holds back who tries webhooks without being a platform.
func (n *node) guarded(webhooks http.Handler) http.Handler {
	f := n.cfg.Face
	return throttled(webhooks, callers{f.Proxies}, newAllowance(f.Failures, n.env.Now), n.meters.counter("webhooks"))
}

// boundedServer is an HTTP server that slow or greedy clients cannot hold.
func boundedServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(serverErrors{log.Handler()}, slog.LevelError),
	}
}

// serverErrors says that a server met an error, and of which kind; its words
// may hold what a person typed.
type serverErrors struct{ slog.Handler }

// Handle logs the kind of error only.
func (e serverErrors) Handle(ctx context.Context, r slog.Record) error {
	kind := "other"
	if strings.Contains(r.Message, "panic serving") {
		kind = "panic"
	}
	said := slog.NewRecord(r.Time, r.Level, "an HTTP server met an error", 0)
	said.AddAttrs(slog.String("kind", kind))
	return e.Handler.Handle(ctx, said)
}

// standing tells how the OA stood when the platform was last asked.
func (n *node) standing() string {
	for _, c := range n.channels {
		z, ok := c.(*zalo.Channel)
		if !ok {
			continue
		}
		if oa, at := z.State(); !at.IsZero() {
			return fmt.Sprintf("zalo: OA “%s”, đã xác thực: %t, gói: %s%s, hỏi lúc %s\n",
				oa.Name, oa.Verified, oa.Package, untilDay(oa.Ends, n.cfg.Zone), n.when(at))
		}
	}
	return ""
}
