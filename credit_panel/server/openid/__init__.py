"""Logging in at a provider of OpenID Connect: its addresses and keys, its tokens, and the way there and back.

Panel's own providers guard Panel's pages alone and leave tokens in the browser; here one door guards every address.
"""
