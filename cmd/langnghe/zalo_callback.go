package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"langnghe/zalo"
)

// callbackWait is how long an administrator may take over Zalo's page.
const callbackWait = 15 * time.Minute

// awaitCallback serves the redirect path for as long as it takes Zalo to send
// one callback that is ours.
func awaitCallback(ctx context.Context, a authorization, state string) (zalo.Callback, error) {
	l, err := net.Listen("tcp", a.listen)
	if err != nil {
		return zalo.Callback{}, fmt.Errorf("--listen: %w", err)
	}
	got := make(chan zalo.Callback, 1)
	srv := boundedServer(callbackPage(a.cfg.Zalo.RedirectURL, state, got), slog.New(slog.DiscardHandler))
	done := make(chan struct{})
	var served error // why it ended; to be read when done
	go func() {
		defer close(done)
		served = srv.Serve(l)
	}()
	fmt.Fprintf(a.out, "Đang chờ ở http://%s%s (proxy HTTPS phải chuyển địa chỉ quay về tới đây).\n", l.Addr(), redirectPath(a.cfg.Zalo.RedirectURL))
	ctx, cancel := context.WithTimeout(ctx, callbackWait)
	defer cancel()
	select {
	case back := <-got:
		if srv.Shutdown(ctx) != nil { // lets the page reach the browser
			_ = srv.Close()
		}
		<-done
		return back, nil
	case <-ctx.Done():
		err := srv.Close()
		<-done
		return zalo.Callback{}, errors.Join(errors.New("hết giờ chờ mà chưa ai cấp quyền, khóa chưa đổi"), err)
	case <-done:
		return zalo.Callback{}, fmt.Errorf("--listen: %w", served)
	}
}

func redirectPath(redirect string) string {
	if u, err := url.Parse(redirect); err == nil && u.Path != "" {
		return u.Path
	}
	return "/"
}

// callbackPage takes the first callback that belongs to our link.
func callbackPage(redirect, state string, got chan<- zalo.Callback) http.Handler {
	path := redirectPath(redirect)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the code
		if r.Method != http.MethodGet || r.URL.Path != path {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		back, err := zalo.ReadCallback("?"+r.URL.RawQuery, state)
		switch {
		case errors.Is(err, zalo.ErrOtherLink):
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte("Liên kết này không phải của lần cấp quyền đang chờ. Xin mở lại liên kết vừa được in ra.\n"))
			return
		case err != nil:
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte("Zalo không gửi mã về. Xin mở lại liên kết và đồng ý cấp quyền.\n"))
			return
		}
		select {
		case got <- back:
		default: // one is enough
		}
		_, _ = w.Write([]byte("Đã nhận. Kết quả hiện ở cửa sổ lệnh; có thể đóng trang này.\n"))
	})
}
