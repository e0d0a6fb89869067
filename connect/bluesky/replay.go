package bluesky

import (
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// Replay serves events as a Jetstream does, for measuring: at most perSecond of
// them (0: as fast as they are read), then it closes. It knows no cursor.
func Replay(events [][]byte, perSecond int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow()
		began := time.Now()
		for i, e := range events {
			if perSecond > 0 && i%100 == 0 {
				if ahead := time.Duration(i)*time.Second/time.Duration(perSecond) - time.Since(began); ahead > 0 {
					time.Sleep(ahead)
				}
			}
			if conn.Write(r.Context(), websocket.MessageText, e) != nil {
				return
			}
		}
		_ = conn.Close(websocket.StatusNormalClosure, "") // the other end may be gone
	})
}
