package web

import "net/http"

func (s *Server) sources(w http.ResponseWriter, r *http.Request, v *visit) error       { return nil }
func (s *Server) addSourcePage(w http.ResponseWriter, r *http.Request, v *visit) error { return nil }
func (s *Server) addSource(w http.ResponseWriter, r *http.Request, v *visit) error     { return nil }
func (s *Server) source(w http.ResponseWriter, r *http.Request, v *visit) error        { return nil }
func (s *Server) changeSource(w http.ResponseWriter, r *http.Request, v *visit) error  { return nil }
func (s *Server) importPage(w http.ResponseWriter, r *http.Request, v *visit) error    { return nil }
func (s *Server) upload(w http.ResponseWriter, r *http.Request, v *visit) error        { return nil }
func (s *Server) importOne(w http.ResponseWriter, r *http.Request, v *visit) error     { return nil }
func (s *Server) importStart(w http.ResponseWriter, r *http.Request, v *visit) error   { return nil }
func (s *Server) topics(w http.ResponseWriter, r *http.Request, v *visit) error        { return nil }
func (s *Server) editTopicPage(w http.ResponseWriter, r *http.Request, v *visit) error { return nil }
func (s *Server) editTopic(w http.ResponseWriter, r *http.Request, v *visit) error     { return nil }
func (s *Server) trace(w http.ResponseWriter, r *http.Request, v *visit) error         { return nil }
func (s *Server) setupPage(w http.ResponseWriter, r *http.Request, v *visit) error     { return nil }
func (s *Server) setup(w http.ResponseWriter, r *http.Request, v *visit) error         { return nil }
func (s *Server) settingsPage(w http.ResponseWriter, r *http.Request, v *visit) error  { return nil }
func (s *Server) settings(w http.ResponseWriter, r *http.Request, v *visit) error      { return nil }
func (s *Server) definitions(w http.ResponseWriter, r *http.Request, v *visit) error   { return nil }

type imports struct{}

func newImports() *imports { return &imports{} }
func (*imports) wait()     {}

type discoveries struct{}

func newDiscoveries() *discoveries { return nil }
