"""All that knows of Streamlit: the shell, the controls, the live view."""
