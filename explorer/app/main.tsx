import { render } from 'preact';
import { App } from './shell.tsx';
import '../style/base.css';
import '../style/figure.css';
import '../style/views.css';

render(<App />, document.getElementById('app')!);
