package openidtest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"

	jose "github.com/go-jose/go-jose/v4"
)

// forged is next, with the identity token that a test wants.
func (p *Provider) forged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		forge := p.forge
		p.mu.Unlock()
		if forge == nil {
			next.ServeHTTP(w, r)
			return
		}
		honest := httptest.NewRecorder()
		next.ServeHTTP(honest, r)
		var answer map[string]any
		if honest.Code == http.StatusOK && json.Unmarshal(honest.Body.Bytes(), &answer) == nil {
			answer["id_token"] = forge(claimsIn(answer["id_token"].(string)))
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(answer)
			return
		}
		w.WriteHeader(honest.Code)
		_, _ = w.Write(honest.Body.Bytes())
	})
}

func claimsIn(token string) (claims map[string]any) {
	middle, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err == nil {
		err = json.Unmarshal(middle, &claims)
	}
	if err != nil {
		panic("openidtest: the provider's own token can't be read: " + err.Error())
	}
	return claims
}

// Sign signs claims with the provider's own key.
func (p *Provider) Sign(claims map[string]any) string {
	key, err := p.storage.SigningKey(context.Background())
	if err != nil {
		panic("openidtest: " + err.Error())
	}
	return SignWith(key.SignatureAlgorithm(), jose.JSONWebKey{Key: key.Key(), KeyID: key.ID()}, claims)
}

// SignWith signs claims with any key.
func SignWith(algorithm jose.SignatureAlgorithm, key any, claims map[string]any) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, nil)
	if err != nil {
		panic("openidtest: " + err.Error())
	}
	signed, err := signer.Sign(encoded(claims))
	if err != nil {
		panic("openidtest: " + err.Error())
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		panic("openidtest: " + err.Error())
	}
	return text
}

// Unsigned is a token of the algorithm none.
func Unsigned(claims map[string]any) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(encoded(claims)) + "."
}

func encoded(claims map[string]any) []byte {
	text, err := json.Marshal(claims)
	if err != nil {
		panic("openidtest: " + err.Error())
	}
	return text
}
